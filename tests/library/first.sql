CREATE TABLE library (
	program TEXT NOT NULL, 
	schema_version INTEGER NOT NULL, 
	PRIMARY KEY (program)
);
INSERT INTO "library" VALUES('loyalty-sim',1);
CREATE TABLE runs (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	model_version INTEGER NOT NULL, 
	seed BIGINT NOT NULL, 
	customers BIGINT NOT NULL, 
	months INTEGER NOT NULL, 
	lives BIGINT NOT NULL, 
	events BIGINT NOT NULL, 
	scale DOUBLE NOT NULL, 
	seconds DOUBLE NOT NULL, 
	saved_at TEXT NOT NULL, 
	text TEXT NOT NULL, 
	manifest TEXT NOT NULL, 
	kpis TEXT NOT NULL, 
	lines TEXT NOT NULL, 
	monthly BLOB NOT NULL, 
	layout TEXT NOT NULL, 
	tally BLOB NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('83a71b660f06fdd8b3a414a26518863bf7bfdd18140edf804124855f5f304c09','CDNOW, the real customers of 1997',2,1,200,6,200,552,11.785,1.81654000300477491691e+00,'2027-03-01 12:30:00.250000','schema_version: 1
name: CDNOW, the real customers of 1997
story: |
  The customers are real: 2,357 buyers of the online music shop CDNOW, all acquired in the first quarter of 1997, as the
  Pareto/NBD and Gamma-Gamma models describe them (Fader, Hardie and Lee 2005). They start together, nobody is acquired
  later, and half of them have stopped after 25 weeks: the steep curve of a cohort, not a running business.

  CDNOW had no such program. The one here is invented to show what a modest points program could have done with this
  cohort: not much, because most customers buy once or twice and are gone before a reward is near. Turn all effects off
  and the purchases follow the published curve.
teaches: Where most customers buy once or twice, no program has time to work.
currency: USD
program:
  earn:
    points: 1.0
    per: money
    rounding: down
    on: paid
    pending_days: 0.0
    claw_back: true
  bonuses:
    events: []
    birthday_multiplier: 1.0
    birthday_points: 0
    stacking: best
    monthly_cap: 0
  challenge:
    offered: false
    metric: purchases
    goal: 3.0
    window_months: 3
    reward_points: 50
  actions:
    offered: false
    points: 10
    yearly_cap: 100
    cost: 0.0
  point_value: 0.05
  redemption:
    mode: blocks
    chart: []
    block_points: 100
    max_basket_share: 1.0
    amount: all
    moment: before earning
    automatic: false
    donation: false
    donation_cost: 1.0
  certificates:
    offered: false
    threshold_points: 100
    block_points: 100
    block_value: 5.0
    delay_days: 2.0
    life_days: 90.0
    minimum_basket: 0.0
    per_purchase: one
  dividend:
    share: 0.0
    who: all members
    eligible_share: 1.0
    month: 3
    life_months: 24.0
    minimum_spend: 0.0
    yearly_cap: 0.0
    to_lapsed: true
    cash_out_months: 0.0
  expiry:
    rule: after earning
    months: 12.0
    rounding: month end
    counts_from: earning
    reminder_days: 0.0
    date_month: 12
    grace_days: 0.0
    extended_by_activity: false
    reinstate_days: 0.0
    reinstatement_fee: 0.0
  tiers:
    metric: spend
    window: calendar year
    year_starts: 3
    validity: by window
    downgrade: to the level earned
    carry_over: none
    grace_months: 0.0
    on_demotion: as if never spared
    levels: []
  paid:
    offered: false
    fee: 50.0
    term: annual
    trial_days: 0.0
    refund: none
    earn_multiplier: 1.0
    discount: 0.0
    shipping_value: 0.0
    shipping_cost: 0.0
  enrolment:
    share: 0.7
    per_visit: 1.0
    identified: 1.0
    welcome_points: 0
    head_start_points: 0
  referral:
    offered: false
    advocate_points: 100
    friend_points: 100
    trigger: first purchase
    most_per_member: 5
  partners: []
  messages:
    status_per_month: 0.0
    status_at_purchase: false
    near_share: 0.0
    win_back_after: 0.0
    win_back_offer: 0.0
  perks:
    offered: false
    cost_per_year: 5.0
  giving:
    share: 0.0
  jurisdictions: []
current_program: null
transition:
  announced_months: 0.0
  old_points: keep
  old_status: keep
  old_fees: new
amendments: []
market:
  customers: 2357
  history_months: 0.0
  acquired_per_year: 0.0
  acquisition_growth: 0.0
  seasonality: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
  bad_experiences: 0.0
  leave_after_bad: 0.1
  return_share: 0.0
  return_after_days: 14.0
  shocks: []
  segments:
    - name: CDNOW 1997
      share: 1.0
      purchases_per_year: 2.729390747563585
      purchase_shape: 0.5533
      first_year_lapse: 0.6431078588817254
      lapse_shape: 0.6062
      basket: 35.16741420765027
      basket_shape: 6.249
      basket_spread: 3.745
behaviour:
  generosity:
    on: true
    elasticity: 0.5
    reference_rate: 0.05
  retention:
    on: true
    lapse_multiplier: 0.9
  goal_gradient:
    on: false
    lift: 0.25
    curvature: 1.0
  forward_looking:
    on: false
    reward_utility: 0.05
    discount_per_week: 0.98
  points_pressure:
    on: false
    lift: 0.05
    horizon_months: 3.0
  endowed_progress:
    on: true
    lift: 0.2
  rewarded_behaviour:
    on: true
    lift: 0.02
    decay_weeks: 4.0
  momentum:
    on: false
    lift: 0.1
    decay_weeks: 4.0
  learning:
    on: false
    lift_per_reward: 0.03
    largest_lift: 0.1
  share_of_wallet:
    on: false
    gain: 0.02
    share: 0.4
  light_heavy:
    on: true
    light: 1.5
    middle: 1.0
    heavy: 0.0
    ramp_months: 3
  fade_out:
    on: true
    decay_weeks: 32.0
  tier_pressure:
    on: true
    lift: 0.05
    gap: 0.2
    last_months: 2
  goal_outcome:
    on: false
    success_lift: 0.05
    failure_drop: 0.05
    failure_per_tier: 0.0
    in_sight: 0.5
  tier_status:
    on: true
    bottom: 0.02
    top: 0.1
  status_perception:
    on: false
    dilution: 0.2
    reference_share: 0.1
  demotion:
    on: true
    drop: 0.1
    decay_weeks: 26.0
    lapse_multiplier: 1.2
    lapse_weeks: 26.0
  service_buffer:
    on: false
    forgiven: 0.3
  expiry_pressure:
    on: true
    lift: 0.03
    window_days: 30.0
  reminder:
    on: true
    response: 0.1
  status_messages:
    on: false
    lift: 0.01
  near_miss:
    on: false
    lift: 0.05
    weeks: 4.0
  win_back:
    on: false
    returns: 0.05
    lift: 0.05
    weeks: 4.0
  devaluation:
    on: true
    looks: 0.5
    lapse_multiplier: 1.1
    lapse_months: 3.0
  paid_lift:
    on: true
    lift: 0.15
    benefit_share: 0.3333333333333333
  word_of_mouth:
    on: true
    chance: 0.002
    weeks_to_first_purchase: 2.0
    come_anyway: 0.3
    friends_join: 1.0
  perks_lift:
    on: false
    lift: 0.02
  giving_response:
    on: false
    lift: 0.01
    lapse_multiplier: 0.98
  complexity:
    on: false
    per_point: 0.03
  redemption:
    on: true
    reward_worth: 0.9
    reward_worth_spread: 0.3
    hassle: 3.0
    hassle_spread: 0.8
    noise: 1.5
    urgency: 1.0
    urgency_days: 30.0
    never: 0.2
    cashes_out: 0.3
    donates: 0.05
    constant_chance: 0.2
    at_visits: true
    between_visits_per_year: 0.0
  challenge_choice:
    on: true
    opt_in: 0.3
  acting:
    on: true
    per_year: 2.0
  self_selection:
    on: true
    slope: 0.5
  paid_choice:
    on: true
    attention: 0.1
    noise: 0.3
    lifetime_months: 60.0
    renewal: 0.75
    renewal_by_tenure: 0.0
    conversion: 0.73
    cancel: 0.1
    value_sensitivity: 0.5
  largest_multiplier: 2.0
  smallest_multiplier: 0.5
economics:
  gross_margin: 0.2
  reward_cost: 1.0
  cost_per_point: null
  fixed_cost_per_year: 0.0
  cost_per_member_year: 0.0
  cost_per_message: 0.0
  discount_rate: 0.08
  acquisition_cost: 20.0
run:
  months: 6
  warmup_months: 0
  start: 1997-01
  seed: 1
  customers: 200
','{"platform": "elsewhere", "threads": 2}','{"net_value":{"key":"net_value","label":"Net value of the program","unit":"money","definition":"Incremental margin after program cost and fees, undiscounted (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-1247.8193699999997,"se":391.67074837365874,"low80":-1767.8516712663436,"high80":-727.7870687336559,"low95":-2067.5956677541717,"high95":-428.04307224582794},"without":null,"difference":null},"cost":{"key":"cost","label":"Program cost","unit":"money","definition":"Redemptions + certificates + annual dividend + settled with partners + rewards to friends who would have come anyway + tier perks and gifts + free shipping + fixed cost + serving members + messages + coupons + perks for all members + donations + acts + points given to charity; neither discounts nor fees are in it; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":1532.05,"se":469.0682462129187,"low80":909.25485754438,"high80":2154.8451424556197,"low95":550.278877517242,"high95":2513.821122482758},"without":null,"difference":null},"cost_ratio":{"key":"cost_ratio","label":"Cost ratio (program cost / member sales)","unit":"share","definition":"Program cost / sales of members at list price (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.014337929558854995,"se":0.0032951634449276076,"low80":0.009962848099670686,"high80":0.0187130110180393,"low95":0.007441073205414563,"high95":0.021234785912295426},"without":null,"difference":null},"outstanding":{"key":"outstanding","label":"Points outstanding","unit":"points","definition":"Points still held at month end, by lapsed members too: issued + reinstated - redeemed - turned into certificates - expired - taken back since the first simulated month (end of month 6).","window":"end of month 6","better":"neither","program":{"value":73019.86,"se":5868.1004328102035,"low80":65228.61752195553,"high80":80811.10247804447,"low95":60737.784640444435,"high95":85301.93535955556},"without":null,"difference":null},"outstanding_value":{"key":"outstanding_value","label":"Face value outstanding","unit":"money","definition":"Points outstanding x what one takes off a price (of a chart the mean over its rewards); not a liability, which allows for points never redeemed (end of month 6).","window":"end of month 6","better":"neither","program":{"value":3650.9930000000004,"se":293.4050216405103,"low80":3261.4308760977765,"high80":4040.5551239022243,"low95":3036.889232022222,"high95":4265.096767977779},"without":null,"difference":null},"breakage":{"key":"breakage","label":"Breakage (expired / issued)","unit":"share","definition":"Points expired less points reinstated / points issued in the same months (calendar, point-weighted); equals ultimate breakage only in a steady state (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"breakage_settled":{"key":"breakage_settled","label":"Settled breakage (expired / (expired + redeemed))","unit":"share","definition":"Points expired less points reinstated / the same + points redeemed or turned into certificates in the same months (point-weighted); low while a program is young (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"certificate_breakage":{"key":"certificate_breakage","label":"Certificate breakage (expired / (expired + used))","unit":"share","definition":"Value of certificates expired / value of certificates expired or used in the same months: the second stage, after the points that never became a certificate (months 1-6).","window":"months 1-6","better":"neither","program":null,"without":null,"difference":null},"retention":{"key":"retention","label":"Retention","unit":"share","definition":"(customers at the end - new) / customers at the start: of those present when a program year begins, the share still there when it ends (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"higher","program":{"value":0.5549999999999999,"se":0.041342599414112675,"low80":0.5001082645233877,"high80":0.6098917354766121,"low95":0.46846894495449526,"high95":0.6415310550455047},"without":{"value":0.55,"se":0.04071725355229799,"low80":0.4959385538645174,"high80":0.6040614461354827,"low95":0.4647778088855982,"high95":0.6352221911144019},"difference":{"value":0.004999999999999893,"se":0.0050000000000000105,"low80":-0.0016386410451341132,"high80":0.0116386410451339,"low95":-0.005465120272041673,"high95":0.01546512027204146}},"churn":{"key":"churn","label":"Churn","unit":"share","definition":"Customers lost / customers at the start: of those present when a program year begins, the share that lapses within it and is not won back; 1 - retention (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"lower","program":{"value":0.445,"se":0.04134259941411265,"low80":0.39010826452338787,"high80":0.49989173547661214,"low95":0.3584689449544954,"high95":0.5315310550455046},"without":{"value":0.45,"se":0.04071725355229788,"low80":0.3959385538645175,"high80":0.5040614461354825,"low95":0.3647778088855984,"high95":0.5352221911144016},"difference":{"value":-0.0050000000000000044,"se":0.0049999999999999906,"low80":-0.011638641045133985,"high80":0.0016386410451339761,"low95":-0.015465120272041529,"high95":0.00546512027204152}},"repeat_rate":{"key":"repeat_rate","label":"Repeat rate","unit":"share","definition":"Customers with two purchases or more / customers with one or more, within a program year (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"higher","program":{"value":0.36,"se":0.0412948320967011,"low80":0.30517168653818466,"high80":0.4148283134618153,"low95":0.2735689230988523,"high95":0.4464310769011477},"without":{"value":0.355,"se":0.04004931170970424,"low80":0.3018253990909184,"high80":0.4081746009090816,"low95":0.27117582722909267,"high95":0.4388241727709073},"difference":{"value":0.0050000000000000044,"se":0.005000000000000007,"low80":-0.0016386410451339978,"high80":0.011638641045134006,"low95":-0.005465120272041555,"high95":0.015465120272041563}},"frequency":{"key":"frequency","label":"Frequency","unit":"purchases","definition":"Purchases / customers with a purchase, within a program year (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"higher","program":{"value":2.1300000000000003,"se":0.18933401284780427,"low80":1.8786158902137284,"high80":2.3813841097862722,"low95":1.7337193567918943,"high95":2.5262806432081066},"without":{"value":2.1050000000000004,"se":0.1795425473691106,"low80":1.866616295137502,"high80":2.343383704862499,"low95":1.7292131295667088,"high95":2.4807868704332923},"difference":{"value":0.02499999999999991,"se":0.012301048307916106,"low80":0.00866755116097833,"high80":0.04133244883902149,"low95":-0.000746390002907122,"high95":0.05074639000290694}},"average_basket":{"key":"average_basket","label":"Average basket","unit":"money","definition":"Sales at list price / purchases (months 1-6).","window":"months 1-6","better":"higher","program":{"value":31.7056572769953,"se":1.4304884393331445,"low80":29.806357423405963,"high80":33.60495713058464,"low95":28.71161056391803,"high95":34.69970399007257},"without":{"value":31.79577197149644,"se":1.429593734272174,"low80":29.897660043055314,"high80":33.69388389993757,"low95":28.80359789763338,"high95":34.7879460453595},"difference":{"value":-0.09011469450113907,"se":0.03851142297339523,"low80":-0.14124739715267862,"high80":-0.038981991849599516,"low95":-0.17072002915394802,"high95":-0.00950935984833011}},"customers_end":{"key":"customers_end","label":"Customers","unit":"customers","definition":"Customers who have not lapsed, at month end: opening + new + won by members + won back - lapsed (end of month 6).","window":"end of month 6","better":"higher","program":{"value":1308.135,"se":97.44450681906356,"low80":1178.755179481625,"high80":1437.514820518375,"low95":1104.1813032577454,"high95":1512.0886967422546},"without":{"value":1296.35,"se":95.97056662276576,"low80":1168.927171458668,"high80":1423.7728285413318,"low95":1095.481295543356,"high95":1497.2187044566438},"difference":{"value":11.785000000000082,"se":11.785000000000007,"low80":-3.862276943380749,"high80":27.432276943380913,"low95":-12.881288481201853,"high95":36.45128848120201}},"members_end":{"key":"members_end","label":"Members","unit":"members","definition":"Customers enrolled in the program who have not lapsed, at month end (end of month 6).","window":"end of month 6","better":"higher","program":{"value":707.0999999999999,"se":61.65303467154333,"low80":625.2415266944846,"high80":788.9584733055152,"low95":578.0587154051902,"high95":836.1412845948096},"without":null,"difference":null},"active_members_end":{"key":"active_members_end","label":"Active members","unit":"members","definition":"Members, not lapsed, with a purchase as a member in the last 12 months, at month end (end of month 6).","window":"end of month 6","better":"higher","program":{"value":707.1,"se":61.65303467154336,"low80":625.2415266944846,"high80":788.9584733055154,"low95":578.0587154051902,"high95":836.1412845948098},"without":null,"difference":null},"revenue":{"key":"revenue","label":"Revenue","unit":"money","definition":"Sales at list price less returns and discounts to members; redeemed points are a cost and not deducted here; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":159175.39885,"se":14323.71080740396,"low80":140157.40395306773,"high80":178193.39374693227,"low95":129195.52758171526,"high95":189155.27011828474},"without":{"value":157754.24570000003,"se":13886.36872387107,"low80":139316.92222436896,"high80":176191.5691756311,"low95":128689.74193255467,"high95":186818.7494674454},"difference":{"value":1421.1531499999692,"se":761.7979232132026,"low80":409.6925577717691,"high80":2432.613742228169,"low95":-173.3082278835575,"high95":3015.6145278834956}},"gross_margin":{"key":"gross_margin","label":"Gross margin","unit":"money","definition":"Gross margin on sales at list price less returns, less member discounts; before program cost and fees. Returned goods are sold again; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":31835.07977,"se":2864.7421614807868,"low80":28031.480790613554,"high80":35638.67874938645,"low95":25839.10551634306,"high95":37831.054023656936},"without":{"value":31550.849140000002,"se":2777.273744774221,"low80":27863.384444873776,"high80":35238.31383512623,"low95":25737.948386510914,"high95":37363.74989348909},"difference":{"value":284.2306299999982,"se":152.3595846426306,"low80":81.93851155437133,"high80":486.5227484456251,"low95":-34.6616455766864,"high95":603.1229055766828}},"purchases":{"key":"purchases","label":"Purchases","unit":"purchases","definition":"Purchases of members and of other customers; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":5020.410000000001,"se":446.2602682822754,"low80":4427.8976532337565,"high80":5612.922346766245,"low95":4086.376523958493,"high95":5954.443476041508},"without":{"value":4961.485000000001,"se":423.1817841489944,"low80":4399.6146076390905,"high80":5523.355392360911,"low95":4075.7553463887307,"high95":5847.2146536112705},"difference":{"value":58.92500000000018,"se":28.993570861758663,"low80":20.429418086425777,"high80":97.42058191357458,"low95":-1.7592412368525387,"high95":119.60924123685291}},"points_issued":{"key":"points_issued","label":"Points issued","unit":"points","definition":"Points given: on purchases here and at partners, at joining, as a head start or a gift, for challenges, acts and friends, and back after a return; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":103660.86,"se":10931.481996560491,"low80":89146.82298669804,"high80":118174.89701330196,"low95":80781.00523086754,"high95":126540.71476913246},"without":null,"difference":null},"points_redeemed":{"key":"points_redeemed","label":"Points redeemed","unit":"points","definition":"Points used; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":30641.0,"se":9381.36492425837,"low80":18185.097150887606,"high80":43096.90284911239,"low95":11005.57755034485,"high95":50276.42244965515},"without":null,"difference":null},"points_converted":{"key":"points_converted","label":"Points turned into certificates","unit":"points","definition":"Points that left the balance as certificates; what becomes of those is counted apart; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"points_expired":{"key":"points_expired","label":"Points expired","unit":"points","definition":"Points lost by the expiry rule, those that were reinstated later included; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_redemption":{"key":"cost_redemption","label":"Cost of redemptions","unit":"money","definition":"Reward cost x face value redeemed, unless the scenario states what one redeemed point costs; rewards of a chart whose cost is stated cost that instead. What partners deliver or charity gets is not in it; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":1532.05,"se":469.0682462129187,"low80":909.25485754438,"high80":2154.8451424556197,"low95":550.278877517242,"high95":2513.821122482758},"without":null,"difference":null},"cost_donated":{"key":"cost_donated","label":"Cost of points given to charity","unit":"money","definition":"Face value of points given to charity x what the company pays for a unit of it, in cash; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_certificates":{"key":"cost_certificates","label":"Cost of certificates","unit":"money","definition":"Reward cost x value of the certificates used; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_dividend":{"key":"cost_dividend","label":"Cost of the annual dividend","unit":"money","definition":"Reward cost x dividends used + dividends paid out in cash; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_settlement":{"key":"cost_settlement","label":"Settled with partners","unit":"money","definition":"Points used for what partners deliver x what each is paid for a point; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_anyway":{"key":"cost_anyway","label":"Rewards to friends who would have come anyway","unit":"money","definition":"Points given to friends who would have come anyway x cost of a redeemed point, as if all were redeemed: these friends are among the new customers, and their points are in no balance; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_perks":{"key":"cost_perks","label":"Cost of tier perks","unit":"money","definition":"Members in each tier at month end x a twelfth of its yearly perk cost; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_gifts":{"key":"cost_gifts","label":"Cost of entry gifts","unit":"money","definition":"Members who reach each tier from below x the cost of its entry gift; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_shipping":{"key":"cost_shipping","label":"Cost of free shipping","unit":"money","definition":"Orders of paying members x shipping cost per order; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_tier_shipping":{"key":"cost_tier_shipping","label":"Cost of free shipping for tiers","unit":"money","definition":"Orders of members of each tier x its shipping cost per order, but those that a paid membership ships free; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_fixed":{"key":"cost_fixed","label":"Fixed cost","unit":"money","definition":"A twelfth of the yearly cost of running the program, whatever the number of customers; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_members":{"key":"cost_members","label":"Cost of serving members","unit":"money","definition":"Members at month end x a twelfth of the yearly servicing cost per member; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_messages":{"key":"cost_messages","label":"Cost of messages","unit":"money","definition":"Messages sent x cost per message; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_coupons":{"key":"cost_coupons","label":"Win-back coupons","unit":"money","definition":"What coupons of win-back messages took off prices; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_member_perks":{"key":"cost_member_perks","label":"Cost of perks for all members","unit":"money","definition":"Members at month end x a twelfth of the yearly cost of the perks that all of them have; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_giving":{"key":"cost_giving","label":"Donations","unit":"money","definition":"Sales to members at list price x share donated, in cash; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"incremental_revenue":{"key":"incremental_revenue","label":"Incremental revenue","unit":"money","definition":"Revenue less revenue without the program: more often + stayed longer + referred - more returns - discounts; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":1421.15315,"se":761.797923213182,"low80":409.6925577718273,"high80":2432.6137422281727,"low95":-173.3082278834836,"high95":3015.614527883484},"without":null,"difference":null},"more_often":{"key":"more_often","label":"Bought more often","unit":"money","definition":"Sales of purchases that the program caused, less sales to present customers that it prevented (missed); summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"stayed_longer":{"key":"stayed_longer","label":"Stayed longer","unit":"money","definition":"Sales after the customer would have lapsed, less sales lost because customers lapsed earlier (left); summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":1421.15315,"se":761.7979232131818,"low80":409.69255777182764,"high80":2432.6137422281727,"low95":-173.30822788348314,"high95":3015.6145278834833},"without":null,"difference":null},"referred":{"key":"referred","label":"Referred","unit":"money","definition":"Sales to customers won by members, who without the program would not be there; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"referred_customers":{"key":"referred_customers","label":"Customers won by members","unit":"customers","definition":"Customers who made their first purchase because a member won them, and would not have come without the program; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"discounts_given":{"key":"discounts_given","label":"Discounts given","unit":"money","definition":"Member discounts, as the part of incremental revenue that the program gives away; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"incremental_margin":{"key":"incremental_margin","label":"Incremental margin","unit":"money","definition":"Gross margin less gross margin without the program, plus membership fees, points sold to partners and fees for reinstating points, less program cost; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-1247.8193699999997,"se":391.67074837365874,"low80":-1767.8516712663436,"high80":-727.7870687336559,"low95":-2067.5956677541717,"high95":-428.04307224582794},"without":null,"difference":null},"roi":{"key":"roi","label":"Return on program cost","unit":"share","definition":"Incremental margin after cost / program cost (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-0.8144769230769229,"se":0.08478788075281139,"low80":-0.9270521841360309,"high80":-0.7019016620178149,"low95":-0.9919399970148604,"high95":-0.6370138491389854},"without":null,"difference":null},"payback":{"key":"payback","label":"Payback","unit":"months","definition":"First month from which the cumulative margin stays at or above zero; none when it is below at the horizon. The interval is where the bands of the cumulative margin do so; an end one past the horizon means not within it (months 1-6).","window":"months 1-6","better":"lower","program":null,"without":null,"difference":null},"fees":{"key":"fees","label":"Membership fees","unit":"money","definition":"Fees of paid memberships less refunds, as cash: a yearly fee counts in the month in which it is paid; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"partner_income":{"key":"partner_income","label":"Points sold to partners","unit":"money","definition":"Points given on purchases at partners x what each partner pays for a point; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"reinstatement_fees":{"key":"reinstatement_fees","label":"Fees for reinstating points","unit":"money","definition":"Times a member got expired points back x the fee for it; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"refunds":{"key":"refunds","label":"Refunded fees","unit":"money","definition":"Membership fees given back to members who cancelled; already taken off the fees; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"trial_conversion":{"key":"trial_conversion","label":"Trial conversion","unit":"share","definition":"Members who paid at the end of a free trial / free trials that ended (months 1-6).","window":"months 1-6","better":"higher","program":null,"without":null,"difference":null},"break_even_spend":{"key":"break_even_spend","label":"Break-even spend of a paid member","unit":"money","definition":"Spend a year at which what paid membership gives (discount, free shipping, extra points of the base level at face value, dividend for paying members) equals its fee for a year, at the mean basket, under the program in force at the end; a lifetime fee is spread over the time that joiners count (assumption).","window":"assumption","better":"neither","program":null,"without":null,"difference":null},"retained":{"key":"retained","label":"Customers kept","unit":"customers","definition":"Customers present, those won by members included, less customers who would be present without the program (end of month 6).","window":"end of month 6","better":"higher","program":{"value":11.785000000000082,"se":11.785000000000007,"low80":-3.862276943380749,"high80":27.432276943380913,"low95":-12.881288481201853,"high95":36.45128848120201},"without":null,"difference":null},"cost_per_retained":{"key":"cost_per_retained","label":"Cost per customer kept","unit":"money","definition":"(program cost + member discounts - fees received - points sold to partners) / customers kept at the end; none when none is kept. Compare it with the cost of winning a new customer (months 1-6).","window":"months 1-6","better":"lower","program":null,"without":null,"difference":null},"acquisition_cost":{"key":"acquisition_cost","label":"Cost of winning a customer","unit":"money","definition":"What it costs to win one new customer, as the scenario states it (assumption).","window":"assumption","better":"lower","program":{"value":20.0,"se":0.0,"low80":20.0,"high80":20.0,"low95":20.0,"high95":20.0},"without":null,"difference":null},"purchase_lift":{"key":"purchase_lift","label":"Purchase lift","unit":"share","definition":"Purchases / purchases of the same customers without the program - 1; customers won by members do not count (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.01187648456057011,"se":0.005237384832095418,"low80":0.004922660977467941,"high80":0.01883030814367228,"low95":0.0009145121248011791,"high95":0.022838456996339043},"without":null,"difference":null},"redemption_rate":{"key":"redemption_rate","label":"Redemption rate (redeemed / issued)","unit":"share","definition":"Points redeemed or turned into certificates / points issued in the same months; may exceed 1 while old balances are used (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.2955889040472942,"se":0.06884066522384882,"low80":0.20418721090142,"high80":0.3869905971931684,"low95":0.15150373581230908,"high95":0.43967407228227934},"without":null,"difference":null},"enrolment_rate":{"key":"enrolment_rate","label":"Enrolment rate","unit":"share","definition":"Members / customers, of those who have not lapsed (end of month 6).","window":"end of month 6","better":"higher","program":{"value":0.5405405405405405,"se":0.031189879417112636,"low80":0.4991288578022957,"high80":0.5819522232787853,"low95":0.4752593726664291,"high95":0.6058217084146518},"without":null,"difference":null},"share_of_wallet":{"key":"share_of_wallet","label":"Share of wallet","unit":"share","definition":"Sales / category spend of the customers present, both at list price. Category spend is what they would have spent here without the program / the share of it held then, which the scenario states; it does not grow with the program (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.4,"se":0.0,"low80":0.4,"high80":0.4,"low95":0.4,"high95":0.4},"without":{"value":0.4,"se":0.0,"low80":0.4,"high80":0.4,"low95":0.4,"high95":0.4},"difference":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0}},"program_complexity":{"key":"program_complexity","label":"Complexity of the program","unit":"points","definition":"Things that a member must understand of the program in force at the end, one point each: points, their expiry, blocks, tiers, a paid membership and so on (assumption).","window":"assumption","better":"lower","program":{"value":3.0,"se":0.0,"low80":3.0,"high80":3.0,"low95":3.0,"high95":3.0},"without":null,"difference":null},"npv":{"key":"npv","label":"Net present value","unit":"money","definition":"Incremental margin of each month m discounted by (1 + yearly rate)^(m/12) (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-1215.0867042204284,"se":381.30408153294087,"low80":-1721.3548894887683,"high80":-708.8185189520884,"low95":-2013.1653189129406,"high95":-417.0080895279161},"without":null,"difference":null},"capped_share":{"key":"capped_share","label":"Months at the upper bound","unit":"share","definition":"Customer-months in which the purchase rate would have exceeded its upper bound / customers at month end, summed; above 0.1 % the effects of the program are cut off (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null}}','["customers", "customers_0", "customers_diff", "members", "active_members", "active_customers", "active_customers_0", "active_customers_diff", "new_customers", "new_customers_0", "new_customers_diff", "referred_customers", "lapsed_customers", "lapsed_customers_0", "lapsed_customers_diff", "won_back", "still_there", "still_there_0", "still_there_diff", "purchases", "purchases_0", "purchases_diff", "revenue", "revenue_0", "revenue_diff", "sales", "sales_0", "sales_diff", "returns", "returns_0", "returns_diff", "discounts", "discounts_tiers", "points_issued", "points_redeemed", "points_donated", "points_expired", "points_reinstated", "points_converted", "points_taken_back", "points_pending", "points_outstanding", "face_value_redeemed", "certificates_issued", "certificates_used", "certificates_expired", "certificate_value_used", "certificate_value_expired", "certificate_value", "dividend_accrued", "dividend_given", "dividend_forfeited", "dividend_used", "dividend_cashed", "dividend_expired", "dividend_outstanding", "cost_redemption", "cost_donated", "cost_certificates", "cost_dividend", "cost_settlement", "cost_anyway", "cost_perks", "cost_gifts", "cost_shipping", "cost_tier_shipping", "cost_fixed", "cost_members", "cost_member_perks", "cost_giving", "messages", "cost_messages", "cost_coupons", "cost_actions", "program_cost", "fees", "refunds", "partner_income", "reinstatement_fees", "gross_margin", "gross_margin_0", "gross_margin_diff", "incremental_revenue", "more_often", "stayed_longer", "more_returns", "referred", "missed", "left", "discounts_given", "incremental_margin", "cumulative_margin", "paid_members", "trial_members", "tier_0", "tier_1", "tier_2", "tier_3", "tier_4", "tier_5", "tier_6", "tier_7", "tier_8", "enrolled", "redemptions", "capped"]',X'785E936F7D1D68717BBE831DD7F5C5058F66392C29B0E50A979FE12007125F36CD61D6CC99332575A73A00656DBB0AA638AC737F5825B266BE434CFFA1AF1A2DB31C8C41E0C374307FC5CBA90E3B801A2F9E9BE29006028E531C1A400213D5A1B4399C0F5638D11D431C64FE943B131D40CEB19DD807B5A70BAC3C30B3D32108ACAFDDE10C0848B481DD438CFAB350F5F238FC0B16A7A17F1370F89761880360B0ED907B5CEC00A321E19C068DA77034DADDC103987CD6CD2F41A35320F16B920049876B03A1B4A30324DCD40FC0E800687AB201AB733C00E19B3BC0C4490D4E707A5EF7DA3E16949E639EDB7FD300A5E427F610F1C7F6E9E084FCC8FE3050B6FFD0437BB03F5B5FDB83D327D7737BB07FCF3C81F21FDB8B80353EB207661B207868DF001628B13F00A65BE07C88F814B8388328441DC8D8537B9741F359BD0358D8AF029A0FAA1C40E9748743B503249CCBC0F912593DD81B57CBC0F976E6F14AB87A58B8A3870F245CCD1D20F951DD01260F0BD70552FA771512BE3BFC8AC93D2AC676D6E1F9EF951FA5FE1E7558AFFAA4992FF2A403FF1CE345330ACE3824C7DE71BB2C7AD8015D7DB9AEA23CCF8A230E279FDA2FD13E7702AE9E437A5E9CA1FE21B87D70773DEFD1781BD0EA70E04FFB97E89842B87C82F70976DB2B3518E60FB47B484D6F435D3D28577CCF7C0D4E5716CB8E81D3E7AEB4830E6F80D9E2AAEF3170BAD451DFE7500D4CDF8907F6A1C6EFFCD510FEFCDD60FA80CC01083F6B138AF8500F235ABA1F16FE5AC0D2686AE47B70FEDF24FF011C0F579E7E7000C92F5FF8D1411328BFF7F24778F8C3CA6558B9012E9E80E503B8782BCB859727B474FBA8D9A321802B0446D3E768DA180D01DA85C048C95F0D1EFB6B7D375F7238B1A1CB5CC862B943DBC990831ED3173A1CD8FEF2BC9DFB12879B3531D255079639B0EAFFE20AEA9CE780AE7E72F8738982B6050E57B69F79A97463315CFDAD2327FFFA49CCC568AF1AC85F6FEBE24D7460F86DDFFEF398375C7EC322B6CB0602E124B76F294D012CD0F6F34EB4F6731CB4FD4CA9F943553F34FD1FC8AA3A24C4AF927DC072D6C68C5D7E6507A0ED9F038A2ADC330E84141C80F90FA67ECEE2E3EF73E7551C7835CF46674A59FB81168B6B4775AFF41DF07AFA96C3BD7E325C3DADC285D4F10D5AB963D45CE24200320E321933DF13D00E19F770441BFF08848E9FB8C3C58973054215000A8F191B','[678, 732, 768, 804, 840, 1326, 1470, 1740, 1743, 1935]',X'785EEDDD5BEC5C5515C7F13F5A4AA1E556D072A7D0722B50A10114A931022AD8D40B2A96C40B840A1A0D0F8D810779D1887889101E0C42AA0FC6C46BACB7341083891A2FF1C1F8284F1AA284F8A006793048AB48CFAF707EFD6FE6AC73D6993967E6CB4B33FBBFF63A7B7F66F69C33C359B38F5AAAFF7758F5D0FF3DB26A3FCAFEFE8AEAB1FFBBAA10BFA66ABFE1AEFA71BD5DC7797CA70DB0E5438D47F33AA2CAF35CCB7C7443A04F81D2BADAFFDF03FFE9D88A2BADDB2AFC9078F5DBAE856DEB58EDA5B8AE73575ECD675DD784F4476086025A7F4D87A0F857561D2E38BEDED3DB4B714D8FD7346E53D340E21098A240D3F35B294EED7E3EF475F8CF73965F876AD73AF4B8AE143EBE9BBB26A43F02031068BA6E3554ADAFDB8E597E1DAABD14973DE58DD909C987408240745D450FA9CF670FEB8B982A818EFBBE15071A4A71A5E3A9FF352B5F7E447E3E3C353A01E211E84140DF1B764DEDDFE374CDD7B5BF5F1777CDD7B5FFD0C6D3753EF44700010410400001041040000104104000010410400001041040000104104000010410400001041040609E059AD6CFF87D8FF36C32CF73B3DB4A0FDE47DAB48E385A77BCBAC27CE23B75556FD7FD7D3FDE95A3EFB7B9EAF1D94D5FF039C3200B02A902D197AFE2ABDBC6971EDA5C1F8EB797E25227F17CB23BB313920F810481A6F5FF5A576DE3AF79557DB0CAA3767F9C30B51752787DC7A596D87FF623FA7E93354EE57966D603C89E10F90621A097D54EFB1D0E6F2FC5654FE2A4EC84E4436004023ACFBDAB703E547B292E7B8A576427241F022310505DFF3985DFC3517B292E7B8A176627241F022D042694CBB7C8D8AD0BF5B931BFB362E14BD704E309470001041040000104104000010410400001041040000104104000010410400001041040601E05B85D7B1E9F55E684408E40F4FDC1E3A38F73464D96AE025E775CDA47A7B4DF71345EFB1AEFF9767DE4DEAEBAE3F76CED3AC303FD0FB7347AFC604E7AB220902AD0743FABAEFB1DFF411B8157A3573EB56B1CD7AB003975962F26F3F7A19E0E435A0410400001046A023ACF9D65178ADE5E8ACBE63C3A3B21F910188180EA18DF785C7DB0DE5E8ACB9EE2F9D909C987408240D3CF873A54D3DFC351BCF26F2CFC0E87DA4B715DA7E8BF87B3AE6B42FA239020E0DF2326A424C53202D453F3B2400001041040000104104000010410400001041040000104104000010410400001041040000104104060F802A5FD8BA3F5C8A59966E519BEE4B846D8B4DE4F71FA57F7B196665B8A577DF1495FA8F7F476D51D3FBA23C7B35477FCE79CF464416054027A3F7EAA705FB9DA4B71D9933D393B21F91098A240F4FAC6F7473EF5F4FA60757EF5F6294E894321B030025A8FFFB6825F6F2FC565436DC84E483E04A628D0F57CF85E2B34D4F950EDFEB8AFA95DD55762F222306001ADAFA7F4C54C35566F2FC5654F6D7D7642F221D04280BAE316687441000104104000010410400001041040000104104000010410400001041040000104104000010410400081B91628DD2FEC75A6D1FB8A4B685979E6FA49E971726DF73B9EB4CFAAEF8FAC789575AC79A83E296F57DDF1EF6FCA997CA9EEF8899CF464412055A0E9FE547A5D47E3B5CDF1DA9BEBC3F6F695D59F5FBB2D757A4BBE9FD563B9E9C986C02804B46E1FB2FD1DBDBD14973DC98D9670A73D9EF5F5DA33B31E403638F97A1168BB1FE49613EBC3519E7DD585B2D6A1C74DFA7C73B9FDBEC7A4496F661D4E22E2EF331088AEABE810B58FF161E7D47B7ABBD6E1F6F5D123BC7CBC5F97DE909B9E6C084C5560D2EFC3F96014BFA2FAC3E1E7D623BC5DF1C71CDBEFB4CEE27CD82F30D91B0964D51DCFEB7EBE439F973ECF9E69CFF6A4DFBD7B73A3574739C83F57774C7748F7F3B213920F010410400001041040000104104000010410400001041040000104104000010410400081970844EF3F020F0104164FC0CB3A263D5E3CA1F99A71DBFD8E2795FFF87EC78AD7F639FBFE5277F476D53F6ED993E3ADFA4965D3E3C7264D24E7F064412024D0B48E5849A3F17AD9AF585D1F96B797E242935926D8EB3B4EEB9A90FE088C5040F5541F3BA13E786F2FC5654FF992EC84E4432041207A7ED37AF17FF755851109434A4DE1E7C3D4E424432049A069DD71F46395E7FD90EDB3AABFABDD1F274DEF90DFC3F1FAA4ACE3900781210B687DFDD2FEC781B797E2B2E7E6FFFF82DFC3C916265F1301FF1EB1499FE56286569F9B359EAC3C6D5DDBF6DB10EC18FDBECA7E46257834C211400001041040000104104000010410400001041040000104104000010410400001041098AD40F43EC0D98E96A32380C03405FCBEDFA6C7E67DA5A9D430E366B5DFF1233FAC7B68BF63B5EBFEBEAFBD21C74DFB941CACA3ACD23E9C939E2C08A40A34ADEF98B4EFB8DF07EAF55B7B6D9F2AFD5DED1AC7561570A5CEF2C564FA9D819ED2931601041040000104104060A002BADEBCF288FA004BED039D06C34260D402FA1CF877DBE0B5D43EEAC93278041A0A68BFEF86E1842180000208208000020820800002082080000208208000020820800002082080000208208000020820800002732B30693FF4497F9F5B98399F98D71D97F689D36DE08AD77DE0D1786DAFFAB78FD661BD5DB7BBEEDD9AF304E87E411FF75772D29305815481E8FE8ED1F8D4C1920C81391588AEAB68FCACD9D86775D6CF00C71F8280D6C1570BFBACAABD14973D87F5D909C987C01405A2BF47A6789D3F3F601F4CBDBD14973DC553B213920F010410406094023DFFFC5AD864ACFB0B87274A07041040000104104000010410400001041040000104104000010410400001041040000104104000010410188D40F4FE614DAC6DBFD1C0CCC940BDEEB8342DC579DD71345EF5C5EF78A4DED3DBB5DFF1AE4FE740DBB63D4B7ABC8D176A0E30595205A2F58BD1F8D4C1920C81391568BAEF7829AE54D7EBF117ADAB03EAEF6AF7C759DC3EBE2B2CF14E7B3CEBD3E533B31E40163C790625A097D5EF0AFBACAABD14973D9913B213920F811108E83AF6EB57D607EBEDA5B8EC29DEC7F9309B947C082080C02805FC7BC4594F82BAE3D833E09F672F89750F475F16EE41070410400001041040000104104000010410400001041040000104104000010410400001048627C0EDDAC37B4E181102431388EE6BDCF7FB4ADFF987E63FEDF178DD71A97E71553530C597E2D45E8A3FBACAB3E7A7F5997ABBFA5F7F6B8E88EE17D4EB49FB1FFF27273D5910481528ED23BEAFBAD1D40FA6D7B3FFFB5C215EEBE09EB3EB99BCBD14D775B27A9FD85F8D6F47D784F447A00781683D7FD33AE51E86DA2AA5AFC35649E8840002082080402510FDDCEEE7CD75C72F7F5DEAED80238000020820300D017DBFD2F558FADE632879BA8E83FE0820800002082080000208208000020820800002082080000208208000020820800002082080000208208000028B2130EDBAE33515EBB99FADFB7ABBB69D7B32A920B15477FCA7C5789A99E5C8049AD61DAB5E231AAFFB679F3CAF0EE3EDAA4BFCC9FA5C40DF6775BBA5679FD55C6FB2F52B10FDBD16C56BBDDD6F7556DE5E8ACB9ED545D909C987C00C04A2F5FF3A7FEE38B73E586F2FC5654FF196EC84E443204120BAAEA28754FE0D7642F5F6525CF4781EEFD7A543DBDFB2EBFCE88F00020820D04E20ABEE785EF7291EEABCAE0E3EDDF6737CC1DE84238000020820800002082080000208208000020820800002082080000208208000020820305F02D1FD47E66BF6CC060104BA08747DFFE8DABFCBD8E95B16F0BAE352FDA2EA807DBFE368BCEA8B7F766F7D4CDEAEFBBDBF7561CEB3A7FB05BD4EF38E9CF464416026026DEB1DD5EFEA13EAC3F676AD97A77B2EC03876267A1C14811C81E8F58DD76F6DB11BDAF577B5FBE39C511F9AC5AF07FA3A0E7911189280AE637FB1A93E2A6F2FC565CFE5E3D909C987C0080474FDF9F9C275A9DA4B71D953F4DFE1E0F770B285C9D7A740DBEB529DE76EBC62F9F3A1DA4B71D973BAC712B20EB385C9D74440AFF726B1C40C5F606DCF438C7E9EBEAE1A4FB4DF99C1795C158C271C0104104000010410400001041040000104104000010410400001041040000104104060B105A2F71F2DB616B34760310526BD4F78BDCC622ACDCFAC67B5DFF1A3BBEB86AA3B56BBEA9C77ECCAB15E59A5D1EB576594EB27BDE0730E4F1604104000819109A8BEC9FFDD5F6DECE4D389C6EBF473DFE67A266F2FC575E5F4FD1DEFEA9A90FE08F42010DD67B56DFC51AB975F876A575E8FCB9EB2D743FCD60E30EBCBD6A728C0C97ECAC9870002083412687B7EF37E43DD9FD4AF4B1BA1108440CF023DFFFC5A78F4435DBFE1895887BEE77563D7014EE89FF4B575CFA3243D020820800002082080000208208000020820800002082080000208208000020820800002CD04667D9F6AB35112850002B310685A4FCCFBC82C9E9DFE8EE975C7A5FB598FAC86E0FB1D47E38FA9F25CF9A3FA9CBC5D75C77F7D7BCEDCFD7E413DFE4D4E7AB220902AD0F77DE57AFD7FEF2DF5617BBBB661DD7A79EAF40E49F6296B613FAB7EBDC93E0C0195EFFDE3E2FA78BC5DF5CCB79FDAEFB8DFC43AEC1798ECBD0A443F9F1CAC23AE4675F21DF5E1E97A57EDBA0EBEE0DDBD4E63E9D796DEEB8EF57ED0EF28CAD9A93B9E95FC6C8F1BBD2E8DFE0E87CE7B7BB62F7F3E54BBF29E715ABF1E57733EEC1798ECAD04A2EB307A90555587676FAFF7D4F732FFFAE081F6525CE9781AF7113A911602BDEEF839CE87D1A790F81E04865677DCC314079132BBEEF886E0ACF4BB3FFA1ECA7E8E686236FF1C3DA9C3DD55C0D64981F6F7F3ABC7A704FB7D3F184F3802082080000208208000020820800002082080000208208000020820800002082080C0620B44EFC75D6C2D668FC0620994EE639402EF1FF3F97A685B775C7ABDA8DDEB94D5AEFBB7DEB9B7EEE9EDAA777CDD861C77E553363DDE91939E2C08A40A34BDAF7CD23AF4FB3715AFBA8D1F58DD86B72B7EF771A9D35BF2FBCA37E5A6271B02A310D03AB8D4EA30BCBD14973DC975D909C987408240D3F3A17F5E19CBFE8E0944A440603002D1EF0B0ED623563378DBE7EA5351BDA3B70F66C20C040104104060AE05FC7BC4B693CDAEAB6D3B0EFA21800002082080000208208000020820800002082080000208208000020820800002082080000208208000025101BF3F387ABFB08ED7B65F74BCC4E70A78DD7129BBE27CBFE368FCB15587A71FA8F7F4F635D59F57EECA99AFEE5B57363D3E83176E0E305952059AEE13E775C4DE6F7F7583ABBF4F6B5FB9CD857D56D55E8AEB3A598D53E34B5AE65D87457F046A027DD73B6A7D7D644B1DDEDB4B715D9F2EAFFFFFA42564DFF1AEC2F49F854074DDCE628C1C1381B109F4BDAE94FF62FBC0E6EDA5B8AE9E7E3ED4BE875DF3D21F813109E8F3995F977A7B292E7BAE5C97668B92AF8D807F8FD826C7FFFBF8F7326DF30CAD7E7968E371D70B82D05715E24F0CE6B93618DF77B8BE5FEFFB38E44700010410400001041040000104104000010410400001041040000104104000010410980F01CAABE6E3796416084C53A0E9FB4656FDF234E7C6B19696BCEEB854EFB8AAC2EA1AAFFE7B6EA9EB7BFBE1D59FEFBE3CE759523E65D3E37B73D29305815481A6F51D6DF73B56BF070AF51DDE9E3AB9E793797D47767EF2219021D0B4FE5FC78AC6678CB14B0ED661173DFA4E4BA0E9F950E389C64F6B1E1C07010410400001041040605C02FE3D62DBD167D5E766E5693B0FFA218000020820800002082080000208208000020820800002082080000208208000020820800002082080C0E20AA85EA624D0B4FE787105C73973AF232ED56B1C594D4FF1DA7F311A7F7495E733F7D5BDBC5DC7FBC4AD39AE2BAB341AAFEE1F7C36273D5910481588D62F6A3DFABFFB6CBFE3D4417648E6FB1D77484557047A1398F7FA45EA8E7B7BE990385120BA0EA3F13A1FDDBFB53E686F2FC5254EF585545FB684EC3B9E2D4CBE3602D1EBD2687C9B31D107010410400081BE05B2EA8EE775BFE3BEFDB3F2FBF574565EF2208000020820800002082080000208208000020820800002082080000208208000020820308F02D40DCEE3B3CA9C10E857A0EFF78DBEF3F7AB33FEECD3AE3B3EAE227BF057753B6FD7B87EFEC51CE3D27EC737F302CC0126CBA804B41EDE7F697DD8DE5E8ACB9EEC9D96903AAB6C61F2B511685ABFA8B8689D95B61BDF7DDDF2EB7069CB8176FD6EC6C3AF6F360B8D63F7AB5F3EDEEB8EEF671D3603266AAA02D175D87470CAABF5B5F735F59EDEAEF3E11F37353D42B3385F87B7B10E9BC111355581A6EB50838AC6EB77731EB7F396B797E2BA62F83ABC8C75D89594FE3314887EBDE1D7B1DF5D5B1FBCAE2BBD7D8653E4D0084C4D20ABEE386BC059FB1D0F2D4F968FF2BC3598F0F42AFEA660BFD555FCB660BF93ABF8EDC17EEB82F184238000020820800002082080000208208000020820800002082080000208208000020820D046207AFF519B63D0070104C62930E9FD61D2DFC7396B46ED75C7A57D53551FA578DD7F1A8D5F5391AFFD66DDDEDBB5DFF1B55FCA798E347E8D774595F6C3BCB07380C9922A10AD5F8CC6A70EB64532F6596D814697A90B44EBA6A2F1539F901D907538EB6780E3670A442FE77CBD7E4317A2D5A0F477B5FBE3CCB1BF34D7FABE1293170104104000010410402024A0EF0D439D96099EF73ADFAE3EF447000104104000010410400001041040000104104000010410400001041040000104104000010410400081F109F8FDFBD1FBF9C737E3C51CF1FF0013338F0B');
CREATE TABLE scenarios (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	locked_at TEXT, 
	locked_by TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "scenarios" VALUES(1,'expiry of 6 months','Expiry of 6 months',NULL,'');
INSERT INTO "scenarios" VALUES(2,'signed ‘plan’','Signed ‘plan’','2027-03-01 12:30:00.250000','Bea');
CREATE TABLE versions (
	scenario_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	author TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	based_on TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	PRIMARY KEY (scenario_id, version), 
	FOREIGN KEY(scenario_id) REFERENCES scenarios (id) ON DELETE CASCADE
);
INSERT INTO "versions" VALUES(1,1,'schema_version: 1
name: CDNOW, the real customers of 1997
story: |
  The customers are real: 2,357 buyers of the online music shop CDNOW, all acquired in the first quarter of 1997, as the
  Pareto/NBD and Gamma-Gamma models describe them (Fader, Hardie and Lee 2005). They start together, nobody is acquired
  later, and half of them have stopped after 25 weeks: the steep curve of a cohort, not a running business.

  CDNOW had no such program. The one here is invented to show what a modest points program could have done with this
  cohort: not much, because most customers buy once or twice and are gone before a reward is near. Turn all effects off
  and the purchases follow the published curve.
teaches: Where most customers buy once or twice, no program has time to work.
currency: USD
program:
  earn:
    points: 1.0
    per: money
    rounding: down
    on: paid
    pending_days: 0.0
    claw_back: true
  bonuses:
    events: []
    birthday_multiplier: 1.0
    birthday_points: 0
    stacking: best
    monthly_cap: 0
  challenge:
    offered: false
    metric: purchases
    goal: 3.0
    window_months: 3
    reward_points: 50
  actions:
    offered: false
    points: 10
    yearly_cap: 100
    cost: 0.0
  point_value: 0.05
  redemption:
    mode: blocks
    chart: []
    block_points: 100
    max_basket_share: 1.0
    amount: all
    moment: before earning
    automatic: false
    donation: false
    donation_cost: 1.0
  certificates:
    offered: false
    threshold_points: 100
    block_points: 100
    block_value: 5.0
    delay_days: 2.0
    life_days: 90.0
    minimum_basket: 0.0
    per_purchase: one
  dividend:
    share: 0.0
    who: all members
    eligible_share: 1.0
    month: 3
    life_months: 24.0
    minimum_spend: 0.0
    yearly_cap: 0.0
    to_lapsed: true
    cash_out_months: 0.0
  expiry:
    rule: after earning
    months: 12.0
    rounding: month end
    counts_from: earning
    reminder_days: 0.0
    date_month: 12
    grace_days: 0.0
    extended_by_activity: false
    reinstate_days: 0.0
    reinstatement_fee: 0.0
  tiers:
    metric: spend
    window: calendar year
    year_starts: 3
    validity: by window
    downgrade: to the level earned
    carry_over: none
    grace_months: 0.0
    on_demotion: as if never spared
    levels: []
  paid:
    offered: false
    fee: 50.0
    term: annual
    trial_days: 0.0
    refund: none
    earn_multiplier: 1.0
    discount: 0.0
    shipping_value: 0.0
    shipping_cost: 0.0
  enrolment:
    share: 0.7
    per_visit: 1.0
    identified: 1.0
    welcome_points: 0
    head_start_points: 0
  referral:
    offered: false
    advocate_points: 100
    friend_points: 100
    trigger: first purchase
    most_per_member: 5
  partners: []
  messages:
    status_per_month: 0.0
    status_at_purchase: false
    near_share: 0.0
    win_back_after: 0.0
    win_back_offer: 0.0
  perks:
    offered: false
    cost_per_year: 5.0
  giving:
    share: 0.0
  jurisdictions: []
current_program: null
transition:
  announced_months: 0.0
  old_points: keep
  old_status: keep
  old_fees: new
amendments: []
market:
  customers: 2357
  history_months: 0.0
  acquired_per_year: 0.0
  acquisition_growth: 0.0
  seasonality: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
  bad_experiences: 0.0
  leave_after_bad: 0.1
  return_share: 0.0
  return_after_days: 14.0
  shocks: []
  segments:
    - name: CDNOW 1997
      share: 1.0
      purchases_per_year: 2.729390747563585
      purchase_shape: 0.5533
      first_year_lapse: 0.6431078588817254
      lapse_shape: 0.6062
      basket: 35.16741420765027
      basket_shape: 6.249
      basket_spread: 3.745
behaviour:
  generosity:
    on: true
    elasticity: 0.5
    reference_rate: 0.05
  retention:
    on: true
    lapse_multiplier: 0.9
  goal_gradient:
    on: false
    lift: 0.25
    curvature: 1.0
  forward_looking:
    on: false
    reward_utility: 0.05
    discount_per_week: 0.98
  points_pressure:
    on: false
    lift: 0.05
    horizon_months: 3.0
  endowed_progress:
    on: true
    lift: 0.2
  rewarded_behaviour:
    on: true
    lift: 0.02
    decay_weeks: 4.0
  momentum:
    on: false
    lift: 0.1
    decay_weeks: 4.0
  learning:
    on: false
    lift_per_reward: 0.03
    largest_lift: 0.1
  share_of_wallet:
    on: false
    gain: 0.02
    share: 0.4
  light_heavy:
    on: true
    light: 1.5
    middle: 1.0
    heavy: 0.0
    ramp_months: 3
  fade_out:
    on: true
    decay_weeks: 32.0
  tier_pressure:
    on: true
    lift: 0.05
    gap: 0.2
    last_months: 2
  goal_outcome:
    on: false
    success_lift: 0.05
    failure_drop: 0.05
    failure_per_tier: 0.0
    in_sight: 0.5
  tier_status:
    on: true
    bottom: 0.02
    top: 0.1
  status_perception:
    on: false
    dilution: 0.2
    reference_share: 0.1
  demotion:
    on: true
    drop: 0.1
    decay_weeks: 26.0
    lapse_multiplier: 1.2
    lapse_weeks: 26.0
  service_buffer:
    on: false
    forgiven: 0.3
  expiry_pressure:
    on: true
    lift: 0.03
    window_days: 30.0
  reminder:
    on: true
    response: 0.1
  status_messages:
    on: false
    lift: 0.01
  near_miss:
    on: false
    lift: 0.05
    weeks: 4.0
  win_back:
    on: false
    returns: 0.05
    lift: 0.05
    weeks: 4.0
  devaluation:
    on: true
    looks: 0.5
    lapse_multiplier: 1.1
    lapse_months: 3.0
  paid_lift:
    on: true
    lift: 0.15
    benefit_share: 0.3333333333333333
  word_of_mouth:
    on: true
    chance: 0.002
    weeks_to_first_purchase: 2.0
    come_anyway: 0.3
    friends_join: 1.0
  perks_lift:
    on: false
    lift: 0.02
  giving_response:
    on: false
    lift: 0.01
    lapse_multiplier: 0.98
  complexity:
    on: false
    per_point: 0.03
  redemption:
    on: true
    reward_worth: 0.9
    reward_worth_spread: 0.3
    hassle: 3.0
    hassle_spread: 0.8
    noise: 1.5
    urgency: 1.0
    urgency_days: 30.0
    never: 0.2
    cashes_out: 0.3
    donates: 0.05
    constant_chance: 0.2
    at_visits: true
    between_visits_per_year: 0.0
  challenge_choice:
    on: true
    opt_in: 0.3
  acting:
    on: true
    per_year: 2.0
  self_selection:
    on: true
    slope: 0.5
  paid_choice:
    on: true
    attention: 0.1
    noise: 0.3
    lifetime_months: 60.0
    renewal: 0.75
    renewal_by_tenure: 0.0
    conversion: 0.73
    cancel: 0.1
    value_sensitivity: 0.5
  largest_multiplier: 2.0
  smallest_multiplier: 0.5
economics:
  gross_margin: 0.2
  reward_cost: 1.0
  cost_per_point: null
  fixed_cost_per_year: 0.0
  cost_per_member_year: 0.0
  cost_per_message: 0.0
  discount_rate: 0.08
  acquisition_cost: 20.0
run:
  months: 6
  warmup_months: 0
  start: 1997-01
  seed: 1
  customers: 200
','first idea;
not yet final','Ann','["q3"]','cdnow','2027-03-01 12:30:00.250000');
INSERT INTO "versions" VALUES(1,2,'schema_version: 1
name: CDNOW, the real customers of 1997
story: |
  The customers are real: 2,357 buyers of the online music shop CDNOW, all acquired in the first quarter of 1997, as the
  Pareto/NBD and Gamma-Gamma models describe them (Fader, Hardie and Lee 2005). They start together, nobody is acquired
  later, and half of them have stopped after 25 weeks: the steep curve of a cohort, not a running business.

  CDNOW had no such program. The one here is invented to show what a modest points program could have done with this
  cohort: not much, because most customers buy once or twice and are gone before a reward is near. Turn all effects off
  and the purchases follow the published curve.
teaches: Where most customers buy once or twice, no program has time to work.
currency: USD
program:
  earn:
    points: 1.0
    per: money
    rounding: down
    on: paid
    pending_days: 0.0
    claw_back: true
  bonuses:
    events: []
    birthday_multiplier: 1.0
    birthday_points: 0
    stacking: best
    monthly_cap: 0
  challenge:
    offered: false
    metric: purchases
    goal: 3.0
    window_months: 3
    reward_points: 50
  actions:
    offered: false
    points: 10
    yearly_cap: 100
    cost: 0.0
  point_value: 0.05
  redemption:
    mode: blocks
    chart: []
    block_points: 100
    max_basket_share: 1.0
    amount: all
    moment: before earning
    automatic: false
    donation: false
    donation_cost: 1.0
  certificates:
    offered: false
    threshold_points: 100
    block_points: 100
    block_value: 5.0
    delay_days: 2.0
    life_days: 90.0
    minimum_basket: 0.0
    per_purchase: one
  dividend:
    share: 0.0
    who: all members
    eligible_share: 1.0
    month: 3
    life_months: 24.0
    minimum_spend: 0.0
    yearly_cap: 0.0
    to_lapsed: true
    cash_out_months: 0.0
  expiry:
    rule: after earning
    months: 6.0
    rounding: month end
    counts_from: earning
    reminder_days: 0.0
    date_month: 12
    grace_days: 0.0
    extended_by_activity: false
    reinstate_days: 0.0
    reinstatement_fee: 0.0
  tiers:
    metric: spend
    window: calendar year
    year_starts: 3
    validity: by window
    downgrade: to the level earned
    carry_over: none
    grace_months: 0.0
    on_demotion: as if never spared
    levels: []
  paid:
    offered: false
    fee: 50.0
    term: annual
    trial_days: 0.0
    refund: none
    earn_multiplier: 1.0
    discount: 0.0
    shipping_value: 0.0
    shipping_cost: 0.0
  enrolment:
    share: 0.7
    per_visit: 1.0
    identified: 1.0
    welcome_points: 0
    head_start_points: 0
  referral:
    offered: false
    advocate_points: 100
    friend_points: 100
    trigger: first purchase
    most_per_member: 5
  partners: []
  messages:
    status_per_month: 0.0
    status_at_purchase: false
    near_share: 0.0
    win_back_after: 0.0
    win_back_offer: 0.0
  perks:
    offered: false
    cost_per_year: 5.0
  giving:
    share: 0.0
  jurisdictions: []
current_program: null
transition:
  announced_months: 0.0
  old_points: keep
  old_status: keep
  old_fees: new
amendments: []
market:
  customers: 2357
  history_months: 0.0
  acquired_per_year: 0.0
  acquisition_growth: 0.0
  seasonality: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
  bad_experiences: 0.0
  leave_after_bad: 0.1
  return_share: 0.0
  return_after_days: 14.0
  shocks: []
  segments:
    - name: CDNOW 1997
      share: 1.0
      purchases_per_year: 2.729390747563585
      purchase_shape: 0.5533
      first_year_lapse: 0.6431078588817254
      lapse_shape: 0.6062
      basket: 35.16741420765027
      basket_shape: 6.249
      basket_spread: 3.745
behaviour:
  generosity:
    on: true
    elasticity: 0.5
    reference_rate: 0.05
  retention:
    on: true
    lapse_multiplier: 0.9
  goal_gradient:
    on: false
    lift: 0.25
    curvature: 1.0
  forward_looking:
    on: false
    reward_utility: 0.05
    discount_per_week: 0.98
  points_pressure:
    on: false
    lift: 0.05
    horizon_months: 3.0
  endowed_progress:
    on: true
    lift: 0.2
  rewarded_behaviour:
    on: true
    lift: 0.02
    decay_weeks: 4.0
  momentum:
    on: false
    lift: 0.1
    decay_weeks: 4.0
  learning:
    on: false
    lift_per_reward: 0.03
    largest_lift: 0.1
  share_of_wallet:
    on: false
    gain: 0.02
    share: 0.4
  light_heavy:
    on: true
    light: 1.5
    middle: 1.0
    heavy: 0.0
    ramp_months: 3
  fade_out:
    on: true
    decay_weeks: 32.0
  tier_pressure:
    on: true
    lift: 0.05
    gap: 0.2
    last_months: 2
  goal_outcome:
    on: false
    success_lift: 0.05
    failure_drop: 0.05
    failure_per_tier: 0.0
    in_sight: 0.5
  tier_status:
    on: true
    bottom: 0.02
    top: 0.1
  status_perception:
    on: false
    dilution: 0.2
    reference_share: 0.1
  demotion:
    on: true
    drop: 0.1
    decay_weeks: 26.0
    lapse_multiplier: 1.2
    lapse_weeks: 26.0
  service_buffer:
    on: false
    forgiven: 0.3
  expiry_pressure:
    on: true
    lift: 0.03
    window_days: 30.0
  reminder:
    on: true
    response: 0.1
  status_messages:
    on: false
    lift: 0.01
  near_miss:
    on: false
    lift: 0.05
    weeks: 4.0
  win_back:
    on: false
    returns: 0.05
    lift: 0.05
    weeks: 4.0
  devaluation:
    on: true
    looks: 0.5
    lapse_multiplier: 1.1
    lapse_months: 3.0
  paid_lift:
    on: true
    lift: 0.15
    benefit_share: 0.3333333333333333
  word_of_mouth:
    on: true
    chance: 0.002
    weeks_to_first_purchase: 2.0
    come_anyway: 0.3
    friends_join: 1.0
  perks_lift:
    on: false
    lift: 0.02
  giving_response:
    on: false
    lift: 0.01
    lapse_multiplier: 0.98
  complexity:
    on: false
    per_point: 0.03
  redemption:
    on: true
    reward_worth: 0.9
    reward_worth_spread: 0.3
    hassle: 3.0
    hassle_spread: 0.8
    noise: 1.5
    urgency: 1.0
    urgency_days: 30.0
    never: 0.2
    cashes_out: 0.3
    donates: 0.05
    constant_chance: 0.2
    at_visits: true
    between_visits_per_year: 0.0
  challenge_choice:
    on: true
    opt_in: 0.3
  acting:
    on: true
    per_year: 2.0
  self_selection:
    on: true
    slope: 0.5
  paid_choice:
    on: true
    attention: 0.1
    noise: 0.3
    lifetime_months: 60.0
    renewal: 0.75
    renewal_by_tenure: 0.0
    conversion: 0.73
    cancel: 0.1
    value_sensitivity: 0.5
  largest_multiplier: 2.0
  smallest_multiplier: 0.5
economics:
  gross_margin: 0.2
  reward_cost: 1.0
  cost_per_point: null
  fixed_cost_per_year: 0.0
  cost_per_member_year: 0.0
  cost_per_message: 0.0
  discount_rate: 0.08
  acquisition_cost: 20.0
run:
  months: 6
  warmup_months: 0
  start: 1997-01
  seed: 1
  customers: 200
','shorter','Bea','["q3", "board"]','cdnow','2027-03-01 12:30:00.250000');
INSERT INTO "versions" VALUES(2,1,'schema_version: 1
name: CDNOW, the real customers of 1997
story: |
  The customers are real: 2,357 buyers of the online music shop CDNOW, all acquired in the first quarter of 1997, as the
  Pareto/NBD and Gamma-Gamma models describe them (Fader, Hardie and Lee 2005). They start together, nobody is acquired
  later, and half of them have stopped after 25 weeks: the steep curve of a cohort, not a running business.

  CDNOW had no such program. The one here is invented to show what a modest points program could have done with this
  cohort: not much, because most customers buy once or twice and are gone before a reward is near. Turn all effects off
  and the purchases follow the published curve.
teaches: Where most customers buy once or twice, no program has time to work.
currency: USD
program:
  earn:
    points: 1.0
    per: money
    rounding: down
    on: paid
    pending_days: 0.0
    claw_back: true
  bonuses:
    events: []
    birthday_multiplier: 1.0
    birthday_points: 0
    stacking: best
    monthly_cap: 0
  challenge:
    offered: false
    metric: purchases
    goal: 3.0
    window_months: 3
    reward_points: 50
  actions:
    offered: false
    points: 10
    yearly_cap: 100
    cost: 0.0
  point_value: 0.05
  redemption:
    mode: blocks
    chart: []
    block_points: 100
    max_basket_share: 1.0
    amount: all
    moment: before earning
    automatic: false
    donation: false
    donation_cost: 1.0
  certificates:
    offered: false
    threshold_points: 100
    block_points: 100
    block_value: 5.0
    delay_days: 2.0
    life_days: 90.0
    minimum_basket: 0.0
    per_purchase: one
  dividend:
    share: 0.0
    who: all members
    eligible_share: 1.0
    month: 3
    life_months: 24.0
    minimum_spend: 0.0
    yearly_cap: 0.0
    to_lapsed: true
    cash_out_months: 0.0
  expiry:
    rule: after earning
    months: 12.0
    rounding: month end
    counts_from: earning
    reminder_days: 0.0
    date_month: 12
    grace_days: 0.0
    extended_by_activity: false
    reinstate_days: 0.0
    reinstatement_fee: 0.0
  tiers:
    metric: spend
    window: calendar year
    year_starts: 3
    validity: by window
    downgrade: to the level earned
    carry_over: none
    grace_months: 0.0
    on_demotion: as if never spared
    levels: []
  paid:
    offered: false
    fee: 50.0
    term: annual
    trial_days: 0.0
    refund: none
    earn_multiplier: 1.0
    discount: 0.0
    shipping_value: 0.0
    shipping_cost: 0.0
  enrolment:
    share: 0.7
    per_visit: 1.0
    identified: 1.0
    welcome_points: 0
    head_start_points: 0
  referral:
    offered: false
    advocate_points: 100
    friend_points: 100
    trigger: first purchase
    most_per_member: 5
  partners: []
  messages:
    status_per_month: 0.0
    status_at_purchase: false
    near_share: 0.0
    win_back_after: 0.0
    win_back_offer: 0.0
  perks:
    offered: false
    cost_per_year: 5.0
  giving:
    share: 0.0
  jurisdictions: []
current_program: null
transition:
  announced_months: 0.0
  old_points: keep
  old_status: keep
  old_fees: new
amendments: []
market:
  customers: 2357
  history_months: 0.0
  acquired_per_year: 0.0
  acquisition_growth: 0.0
  seasonality: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
  bad_experiences: 0.0
  leave_after_bad: 0.1
  return_share: 0.0
  return_after_days: 14.0
  shocks: []
  segments:
    - name: CDNOW 1997
      share: 1.0
      purchases_per_year: 2.729390747563585
      purchase_shape: 0.5533
      first_year_lapse: 0.6431078588817254
      lapse_shape: 0.6062
      basket: 35.16741420765027
      basket_shape: 6.249
      basket_spread: 3.745
behaviour:
  generosity:
    on: true
    elasticity: 0.5
    reference_rate: 0.05
  retention:
    on: true
    lapse_multiplier: 0.9
  goal_gradient:
    on: false
    lift: 0.25
    curvature: 1.0
  forward_looking:
    on: false
    reward_utility: 0.05
    discount_per_week: 0.98
  points_pressure:
    on: false
    lift: 0.05
    horizon_months: 3.0
  endowed_progress:
    on: true
    lift: 0.2
  rewarded_behaviour:
    on: true
    lift: 0.02
    decay_weeks: 4.0
  momentum:
    on: false
    lift: 0.1
    decay_weeks: 4.0
  learning:
    on: false
    lift_per_reward: 0.03
    largest_lift: 0.1
  share_of_wallet:
    on: false
    gain: 0.02
    share: 0.4
  light_heavy:
    on: true
    light: 1.5
    middle: 1.0
    heavy: 0.0
    ramp_months: 3
  fade_out:
    on: true
    decay_weeks: 32.0
  tier_pressure:
    on: true
    lift: 0.05
    gap: 0.2
    last_months: 2
  goal_outcome:
    on: false
    success_lift: 0.05
    failure_drop: 0.05
    failure_per_tier: 0.0
    in_sight: 0.5
  tier_status:
    on: true
    bottom: 0.02
    top: 0.1
  status_perception:
    on: false
    dilution: 0.2
    reference_share: 0.1
  demotion:
    on: true
    drop: 0.1
    decay_weeks: 26.0
    lapse_multiplier: 1.2
    lapse_weeks: 26.0
  service_buffer:
    on: false
    forgiven: 0.3
  expiry_pressure:
    on: true
    lift: 0.03
    window_days: 30.0
  reminder:
    on: true
    response: 0.1
  status_messages:
    on: false
    lift: 0.01
  near_miss:
    on: false
    lift: 0.05
    weeks: 4.0
  win_back:
    on: false
    returns: 0.05
    lift: 0.05
    weeks: 4.0
  devaluation:
    on: true
    looks: 0.5
    lapse_multiplier: 1.1
    lapse_months: 3.0
  paid_lift:
    on: true
    lift: 0.15
    benefit_share: 0.3333333333333333
  word_of_mouth:
    on: true
    chance: 0.002
    weeks_to_first_purchase: 2.0
    come_anyway: 0.3
    friends_join: 1.0
  perks_lift:
    on: false
    lift: 0.02
  giving_response:
    on: false
    lift: 0.01
    lapse_multiplier: 0.98
  complexity:
    on: false
    per_point: 0.03
  redemption:
    on: true
    reward_worth: 0.9
    reward_worth_spread: 0.3
    hassle: 3.0
    hassle_spread: 0.8
    noise: 1.5
    urgency: 1.0
    urgency_days: 30.0
    never: 0.2
    cashes_out: 0.3
    donates: 0.05
    constant_chance: 0.2
    at_visits: true
    between_visits_per_year: 0.0
  challenge_choice:
    on: true
    opt_in: 0.3
  acting:
    on: true
    per_year: 2.0
  self_selection:
    on: true
    slope: 0.5
  paid_choice:
    on: true
    attention: 0.1
    noise: 0.3
    lifetime_months: 60.0
    renewal: 0.75
    renewal_by_tenure: 0.0
    conversion: 0.73
    cancel: 0.1
    value_sensitivity: 0.5
  largest_multiplier: 2.0
  smallest_multiplier: 0.5
economics:
  gross_margin: 0.2
  reward_cost: 1.0
  cost_per_point: null
  fixed_cost_per_year: 0.0
  cost_per_member_year: 0.0
  cost_per_message: 0.0
  discount_rate: 0.08
  acquisition_cost: 20.0
run:
  months: 6
  warmup_months: 0
  start: 1997-01
  seed: 1
  customers: 200
','first idea;
not yet final','','["q3"]','Expiry of 6 months@1','2027-03-01 12:30:00.250000');
