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
	saved_at DATETIME NOT NULL, 
	text TEXT NOT NULL, 
	manifest TEXT NOT NULL, 
	kpis TEXT NOT NULL, 
	lines TEXT NOT NULL, 
	monthly BLOB NOT NULL, 
	layout TEXT NOT NULL, 
	tally BLOB NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('83a71b660f06fdd8b3a414a26518863bf7bfdd18140edf804124855f5f304c09','CDNOW, the real customers of 1997',2,1,200,6,200,552,11.785,2.25428901499981293454e+00,'2027-03-01 12:30:00.250000','schema_version: 1
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
','{"platform": "elsewhere", "threads": 2}','{"net_value":{"key":"net_value","label":"Net value of the program","unit":"money","definition":"Incremental margin after program cost and fees, undiscounted (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-1247.8193699999997,"se":391.67074837365874,"low80":-1767.8516712663436,"high80":-727.7870687336559,"low95":-2067.5956677541717,"high95":-428.04307224582794},"without":null,"difference":null},"cost":{"key":"cost","label":"Program cost","unit":"money","definition":"Redemptions + certificates + annual dividend + settled with partners + rewards to friends who would have come anyway + tier perks and gifts + free shipping + fixed cost + serving members + messages + coupons + perks for all members + donations + acts + points given to charity; neither discounts nor fees are in it; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":1532.05,"se":469.0682462129187,"low80":909.25485754438,"high80":2154.8451424556197,"low95":550.278877517242,"high95":2513.821122482758},"without":null,"difference":null},"cost_ratio":{"key":"cost_ratio","label":"Cost ratio (program cost / member sales)","unit":"share","definition":"Program cost / sales of members at list price (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.014337929558854995,"se":0.0032951634449276076,"low80":0.009962848099670686,"high80":0.0187130110180393,"low95":0.007441073205414563,"high95":0.021234785912295426},"without":null,"difference":null},"outstanding":{"key":"outstanding","label":"Points outstanding","unit":"points","definition":"Points still held at month end, by lapsed members too: issued + reinstated - redeemed - turned into certificates - expired - taken back since the first simulated month (end of month 6).","window":"end of month 6","better":"neither","program":{"value":73019.86,"se":5868.1004328102035,"low80":65228.61752195553,"high80":80811.10247804447,"low95":60737.784640444435,"high95":85301.93535955556},"without":null,"difference":null},"outstanding_value":{"key":"outstanding_value","label":"Face value outstanding","unit":"money","definition":"Points outstanding x what one takes off a price (of a chart the mean over its rewards); not a liability, which allows for points never redeemed (end of month 6).","window":"end of month 6","better":"neither","program":{"value":3650.9930000000004,"se":293.4050216405103,"low80":3261.4308760977765,"high80":4040.5551239022243,"low95":3036.889232022222,"high95":4265.096767977779},"without":null,"difference":null},"breakage":{"key":"breakage","label":"Breakage (expired / issued)","unit":"share","definition":"Points expired less points reinstated / points issued in the same months (calendar, point-weighted); equals ultimate breakage only in a steady state (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"breakage_settled":{"key":"breakage_settled","label":"Settled breakage (expired / (expired + redeemed))","unit":"share","definition":"Points expired less points reinstated / the same + points redeemed or turned into certificates in the same months (point-weighted); low while a program is young (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"certificate_breakage":{"key":"certificate_breakage","label":"Certificate breakage (expired / (expired + used))","unit":"share","definition":"Value of certificates expired / value of certificates expired or used in the same months: the second stage, after the points that never became a certificate (months 1-6).","window":"months 1-6","better":"neither","program":null,"without":null,"difference":null},"retention":{"key":"retention","label":"Retention","unit":"share","definition":"(customers at the end - new) / customers at the start: of those present when a program year begins, the share still there when it ends (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"higher","program":{"value":0.5549999999999999,"se":0.041342599414112675,"low80":0.5001082645233877,"high80":0.6098917354766121,"low95":0.46846894495449526,"high95":0.6415310550455047},"without":{"value":0.55,"se":0.04071725355229799,"low80":0.4959385538645174,"high80":0.6040614461354827,"low95":0.4647778088855982,"high95":0.6352221911144019},"difference":{"value":0.004999999999999893,"se":0.0050000000000000105,"low80":-0.0016386410451341132,"high80":0.0116386410451339,"low95":-0.005465120272041673,"high95":0.01546512027204146}},"churn":{"key":"churn","label":"Churn","unit":"share","definition":"Customers lost / customers at the start: of those present when a program year begins, the share that lapses within it and is not won back; 1 - retention (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"lower","program":{"value":0.445,"se":0.04134259941411265,"low80":0.39010826452338787,"high80":0.49989173547661214,"low95":0.3584689449544954,"high95":0.5315310550455046},"without":{"value":0.45,"se":0.04071725355229788,"low80":0.3959385538645175,"high80":0.5040614461354825,"low95":0.3647778088855984,"high95":0.5352221911144016},"difference":{"value":-0.0050000000000000044,"se":0.0049999999999999906,"low80":-0.011638641045133985,"high80":0.0016386410451339761,"low95":-0.015465120272041529,"high95":0.00546512027204152}},"repeat_rate":{"key":"repeat_rate","label":"Repeat rate","unit":"share","definition":"Customers with two purchases or more / customers with one or more, within a program year (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"higher","program":{"value":0.36,"se":0.0412948320967011,"low80":0.30517168653818466,"high80":0.4148283134618153,"low95":0.2735689230988523,"high95":0.4464310769011477},"without":{"value":0.355,"se":0.04004931170970424,"low80":0.3018253990909184,"high80":0.4081746009090816,"low95":0.27117582722909267,"high95":0.4388241727709073},"difference":{"value":0.0050000000000000044,"se":0.005000000000000007,"low80":-0.0016386410451339978,"high80":0.011638641045134006,"low95":-0.005465120272041555,"high95":0.015465120272041563}},"frequency":{"key":"frequency","label":"Frequency","unit":"purchases","definition":"Purchases / customers with a purchase, within a program year (months 1-6, less than a program year).","window":"months 1-6, less than a program year","better":"higher","program":{"value":2.1300000000000003,"se":0.18933401284780427,"low80":1.8786158902137284,"high80":2.3813841097862722,"low95":1.7337193567918943,"high95":2.5262806432081066},"without":{"value":2.1050000000000004,"se":0.1795425473691106,"low80":1.866616295137502,"high80":2.343383704862499,"low95":1.7292131295667088,"high95":2.4807868704332923},"difference":{"value":0.02499999999999991,"se":0.012301048307916106,"low80":0.00866755116097833,"high80":0.04133244883902149,"low95":-0.000746390002907122,"high95":0.05074639000290694}},"average_basket":{"key":"average_basket","label":"Average basket","unit":"money","definition":"Sales at list price / purchases (months 1-6).","window":"months 1-6","better":"higher","program":{"value":31.7056572769953,"se":1.4304884393331445,"low80":29.806357423405963,"high80":33.60495713058464,"low95":28.71161056391803,"high95":34.69970399007257},"without":{"value":31.79577197149644,"se":1.429593734272174,"low80":29.897660043055314,"high80":33.69388389993757,"low95":28.80359789763338,"high95":34.7879460453595},"difference":{"value":-0.09011469450113907,"se":0.03851142297339523,"low80":-0.14124739715267862,"high80":-0.038981991849599516,"low95":-0.17072002915394802,"high95":-0.00950935984833011}},"customers_end":{"key":"customers_end","label":"Customers","unit":"customers","definition":"Customers who have not lapsed, at month end: opening + new + won by members + won back - lapsed (end of month 6).","window":"end of month 6","better":"higher","program":{"value":1308.135,"se":97.44450681906356,"low80":1178.755179481625,"high80":1437.514820518375,"low95":1104.1813032577454,"high95":1512.0886967422546},"without":{"value":1296.35,"se":95.97056662276576,"low80":1168.927171458668,"high80":1423.7728285413318,"low95":1095.481295543356,"high95":1497.2187044566438},"difference":{"value":11.785000000000082,"se":11.785000000000007,"low80":-3.862276943380749,"high80":27.432276943380913,"low95":-12.881288481201853,"high95":36.45128848120201}},"members_end":{"key":"members_end","label":"Members","unit":"members","definition":"Customers enrolled in the program who have not lapsed, at month end (end of month 6).","window":"end of month 6","better":"higher","program":{"value":707.0999999999999,"se":61.65303467154333,"low80":625.2415266944846,"high80":788.9584733055152,"low95":578.0587154051902,"high95":836.1412845948096},"without":null,"difference":null},"active_members_end":{"key":"active_members_end","label":"Active members","unit":"members","definition":"Members, not lapsed, with a purchase as a member in the last 12 months, at month end (end of month 6).","window":"end of month 6","better":"higher","program":{"value":707.1,"se":61.65303467154336,"low80":625.2415266944846,"high80":788.9584733055154,"low95":578.0587154051902,"high95":836.1412845948098},"without":null,"difference":null},"revenue":{"key":"revenue","label":"Revenue","unit":"money","definition":"Sales at list price less returns and discounts to members; redeemed points are a cost and not deducted here; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":159175.39885,"se":14323.71080740396,"low80":140157.40395306773,"high80":178193.39374693227,"low95":129195.52758171526,"high95":189155.27011828474},"without":{"value":157754.24570000003,"se":13886.36872387107,"low80":139316.92222436896,"high80":176191.5691756311,"low95":128689.74193255467,"high95":186818.7494674454},"difference":{"value":1421.1531499999692,"se":761.7979232132026,"low80":409.6925577717691,"high80":2432.613742228169,"low95":-173.3082278835575,"high95":3015.6145278834956}},"gross_margin":{"key":"gross_margin","label":"Gross margin","unit":"money","definition":"Gross margin on sales at list price less returns, less member discounts; before program cost and fees. Returned goods are sold again; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":31835.07977,"se":2864.7421614807868,"low80":28031.480790613554,"high80":35638.67874938645,"low95":25839.10551634306,"high95":37831.054023656936},"without":{"value":31550.849140000002,"se":2777.273744774221,"low80":27863.384444873776,"high80":35238.31383512623,"low95":25737.948386510914,"high95":37363.74989348909},"difference":{"value":284.2306299999982,"se":152.3595846426306,"low80":81.93851155437133,"high80":486.5227484456251,"low95":-34.6616455766864,"high95":603.1229055766828}},"purchases":{"key":"purchases","label":"Purchases","unit":"purchases","definition":"Purchases of members and of other customers; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":5020.410000000001,"se":446.2602682822754,"low80":4427.8976532337565,"high80":5612.922346766245,"low95":4086.376523958493,"high95":5954.443476041508},"without":{"value":4961.485000000001,"se":423.1817841489944,"low80":4399.6146076390905,"high80":5523.355392360911,"low95":4075.7553463887307,"high95":5847.2146536112705},"difference":{"value":58.92500000000018,"se":28.993570861758663,"low80":20.429418086425777,"high80":97.42058191357458,"low95":-1.7592412368525387,"high95":119.60924123685291}},"points_issued":{"key":"points_issued","label":"Points issued","unit":"points","definition":"Points given: on purchases here and at partners, at joining, as a head start or a gift, for challenges, acts and friends, and back after a return; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":103660.86,"se":10931.481996560491,"low80":89146.82298669804,"high80":118174.89701330196,"low95":80781.00523086754,"high95":126540.71476913246},"without":null,"difference":null},"points_redeemed":{"key":"points_redeemed","label":"Points redeemed","unit":"points","definition":"Points used; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":30641.0,"se":9381.36492425837,"low80":18185.097150887606,"high80":43096.90284911239,"low95":11005.57755034485,"high95":50276.42244965515},"without":null,"difference":null},"points_converted":{"key":"points_converted","label":"Points turned into certificates","unit":"points","definition":"Points that left the balance as certificates; what becomes of those is counted apart; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"points_expired":{"key":"points_expired","label":"Points expired","unit":"points","definition":"Points lost by the expiry rule, those that were reinstated later included; summed over the months (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_redemption":{"key":"cost_redemption","label":"Cost of redemptions","unit":"money","definition":"Reward cost x face value redeemed, unless the scenario states what one redeemed point costs; rewards of a chart whose cost is stated cost that instead. What partners deliver or charity gets is not in it; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":1532.05,"se":469.0682462129187,"low80":909.25485754438,"high80":2154.8451424556197,"low95":550.278877517242,"high95":2513.821122482758},"without":null,"difference":null},"cost_donated":{"key":"cost_donated","label":"Cost of points given to charity","unit":"money","definition":"Face value of points given to charity x what the company pays for a unit of it, in cash; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_certificates":{"key":"cost_certificates","label":"Cost of certificates","unit":"money","definition":"Reward cost x value of the certificates used; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_dividend":{"key":"cost_dividend","label":"Cost of the annual dividend","unit":"money","definition":"Reward cost x dividends used + dividends paid out in cash; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_settlement":{"key":"cost_settlement","label":"Settled with partners","unit":"money","definition":"Points used for what partners deliver x what each is paid for a point; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_anyway":{"key":"cost_anyway","label":"Rewards to friends who would have come anyway","unit":"money","definition":"Points given to friends who would have come anyway x cost of a redeemed point, as if all were redeemed: these friends are among the new customers, and their points are in no balance; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_perks":{"key":"cost_perks","label":"Cost of tier perks","unit":"money","definition":"Members in each tier at month end x a twelfth of its yearly perk cost; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_gifts":{"key":"cost_gifts","label":"Cost of entry gifts","unit":"money","definition":"Members who reach each tier from below x the cost of its entry gift; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_shipping":{"key":"cost_shipping","label":"Cost of free shipping","unit":"money","definition":"Orders of paying members x shipping cost per order; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_tier_shipping":{"key":"cost_tier_shipping","label":"Cost of free shipping for tiers","unit":"money","definition":"Orders of members of each tier x its shipping cost per order, but those that a paid membership ships free; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_fixed":{"key":"cost_fixed","label":"Fixed cost","unit":"money","definition":"A twelfth of the yearly cost of running the program, whatever the number of customers; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_members":{"key":"cost_members","label":"Cost of serving members","unit":"money","definition":"Members at month end x a twelfth of the yearly servicing cost per member; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_messages":{"key":"cost_messages","label":"Cost of messages","unit":"money","definition":"Messages sent x cost per message; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_coupons":{"key":"cost_coupons","label":"Win-back coupons","unit":"money","definition":"What coupons of win-back messages took off prices; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_member_perks":{"key":"cost_member_perks","label":"Cost of perks for all members","unit":"money","definition":"Members at month end x a twelfth of the yearly cost of the perks that all of them have; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"cost_giving":{"key":"cost_giving","label":"Donations","unit":"money","definition":"Sales to members at list price x share donated, in cash; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"incremental_revenue":{"key":"incremental_revenue","label":"Incremental revenue","unit":"money","definition":"Revenue less revenue without the program: more often + stayed longer + referred - more returns - discounts; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":1421.15315,"se":761.797923213182,"low80":409.6925577718273,"high80":2432.6137422281727,"low95":-173.3082278834836,"high95":3015.614527883484},"without":null,"difference":null},"more_often":{"key":"more_often","label":"Bought more often","unit":"money","definition":"Sales of purchases that the program caused, less sales to present customers that it prevented (missed); summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"stayed_longer":{"key":"stayed_longer","label":"Stayed longer","unit":"money","definition":"Sales after the customer would have lapsed, less sales lost because customers lapsed earlier (left); summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":1421.15315,"se":761.7979232131818,"low80":409.69255777182764,"high80":2432.6137422281727,"low95":-173.30822788348314,"high95":3015.6145278834833},"without":null,"difference":null},"referred":{"key":"referred","label":"Referred","unit":"money","definition":"Sales to customers won by members, who without the program would not be there; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"referred_customers":{"key":"referred_customers","label":"Customers won by members","unit":"customers","definition":"Customers who made their first purchase because a member won them, and would not have come without the program; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"discounts_given":{"key":"discounts_given","label":"Discounts given","unit":"money","definition":"Member discounts, as the part of incremental revenue that the program gives away; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"incremental_margin":{"key":"incremental_margin","label":"Incremental margin","unit":"money","definition":"Gross margin less gross margin without the program, plus membership fees, points sold to partners and fees for reinstating points, less program cost; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-1247.8193699999997,"se":391.67074837365874,"low80":-1767.8516712663436,"high80":-727.7870687336559,"low95":-2067.5956677541717,"high95":-428.04307224582794},"without":null,"difference":null},"roi":{"key":"roi","label":"Return on program cost","unit":"share","definition":"Incremental margin after cost / program cost (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-0.8144769230769229,"se":0.08478788075281139,"low80":-0.9270521841360309,"high80":-0.7019016620178149,"low95":-0.9919399970148604,"high95":-0.6370138491389854},"without":null,"difference":null},"payback":{"key":"payback","label":"Payback","unit":"months","definition":"First month from which the cumulative margin stays at or above zero; none when it is below at the horizon. The interval is where the bands of the cumulative margin do so; an end one past the horizon means not within it (months 1-6).","window":"months 1-6","better":"lower","program":null,"without":null,"difference":null},"fees":{"key":"fees","label":"Membership fees","unit":"money","definition":"Fees of paid memberships less refunds, as cash: a yearly fee counts in the month in which it is paid; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"partner_income":{"key":"partner_income","label":"Points sold to partners","unit":"money","definition":"Points given on purchases at partners x what each partner pays for a point; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"reinstatement_fees":{"key":"reinstatement_fees","label":"Fees for reinstating points","unit":"money","definition":"Times a member got expired points back x the fee for it; summed over the months (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"refunds":{"key":"refunds","label":"Refunded fees","unit":"money","definition":"Membership fees given back to members who cancelled; already taken off the fees; summed over the months (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null},"trial_conversion":{"key":"trial_conversion","label":"Trial conversion","unit":"share","definition":"Members who paid at the end of a free trial / free trials that ended (months 1-6).","window":"months 1-6","better":"higher","program":null,"without":null,"difference":null},"break_even_spend":{"key":"break_even_spend","label":"Break-even spend of a paid member","unit":"money","definition":"Spend a year at which what paid membership gives (discount, free shipping, extra points of the base level at face value, dividend for paying members) equals its fee for a year, at the mean basket, under the program in force at the end; a lifetime fee is spread over the time that joiners count (assumption).","window":"assumption","better":"neither","program":null,"without":null,"difference":null},"retained":{"key":"retained","label":"Customers kept","unit":"customers","definition":"Customers present, those won by members included, less customers who would be present without the program (end of month 6).","window":"end of month 6","better":"higher","program":{"value":11.785000000000082,"se":11.785000000000007,"low80":-3.862276943380749,"high80":27.432276943380913,"low95":-12.881288481201853,"high95":36.45128848120201},"without":null,"difference":null},"cost_per_retained":{"key":"cost_per_retained","label":"Cost per customer kept","unit":"money","definition":"(program cost + member discounts - fees received - points sold to partners) / customers kept at the end; none when none is kept. Compare it with the cost of winning a new customer (months 1-6).","window":"months 1-6","better":"lower","program":null,"without":null,"difference":null},"acquisition_cost":{"key":"acquisition_cost","label":"Cost of winning a customer","unit":"money","definition":"What it costs to win one new customer, as the scenario states it (assumption).","window":"assumption","better":"lower","program":{"value":20.0,"se":0.0,"low80":20.0,"high80":20.0,"low95":20.0,"high95":20.0},"without":null,"difference":null},"purchase_lift":{"key":"purchase_lift","label":"Purchase lift","unit":"share","definition":"Purchases / purchases of the same customers without the program - 1; customers won by members do not count (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.01187648456057011,"se":0.005237384832095418,"low80":0.004922660977467941,"high80":0.01883030814367228,"low95":0.0009145121248011791,"high95":0.022838456996339043},"without":null,"difference":null},"redemption_rate":{"key":"redemption_rate","label":"Redemption rate (redeemed / issued)","unit":"share","definition":"Points redeemed or turned into certificates / points issued in the same months; may exceed 1 while old balances are used (months 1-6).","window":"months 1-6","better":"neither","program":{"value":0.2955889040472942,"se":0.06884066522384882,"low80":0.20418721090142,"high80":0.3869905971931684,"low95":0.15150373581230908,"high95":0.43967407228227934},"without":null,"difference":null},"enrolment_rate":{"key":"enrolment_rate","label":"Enrolment rate","unit":"share","definition":"Members / customers, of those who have not lapsed (end of month 6).","window":"end of month 6","better":"higher","program":{"value":0.5405405405405405,"se":0.031189879417112636,"low80":0.4991288578022957,"high80":0.5819522232787853,"low95":0.4752593726664291,"high95":0.6058217084146518},"without":null,"difference":null},"share_of_wallet":{"key":"share_of_wallet","label":"Share of wallet","unit":"share","definition":"Sales / category spend of the customers present, both at list price. Category spend is what they would have spent here without the program / the share of it held then, which the scenario states; it does not grow with the program (months 1-6).","window":"months 1-6","better":"higher","program":{"value":0.4,"se":0.0,"low80":0.4,"high80":0.4,"low95":0.4,"high95":0.4},"without":{"value":0.4,"se":0.0,"low80":0.4,"high80":0.4,"low95":0.4,"high95":0.4},"difference":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0}},"program_complexity":{"key":"program_complexity","label":"Complexity of the program","unit":"points","definition":"Things that a member must understand of the program in force at the end, one point each: points, their expiry, blocks, tiers, a paid membership and so on (assumption).","window":"assumption","better":"lower","program":{"value":3.0,"se":0.0,"low80":3.0,"high80":3.0,"low95":3.0,"high95":3.0},"without":null,"difference":null},"npv":{"key":"npv","label":"Net present value","unit":"money","definition":"Incremental margin of each month m discounted by (1 + yearly rate)^(m/12) (months 1-6).","window":"months 1-6","better":"higher","program":{"value":-1215.0867042204284,"se":381.30408153294087,"low80":-1721.3548894887683,"high80":-708.8185189520884,"low95":-2013.1653189129406,"high95":-417.0080895279161},"without":null,"difference":null},"capped_share":{"key":"capped_share","label":"Months at the upper bound","unit":"share","definition":"Customer-months in which the purchase rate would have exceeded its upper bound / customers at month end, summed; above 0.1 % the effects of the program are cut off (months 1-6).","window":"months 1-6","better":"lower","program":{"value":0.0,"se":0.0,"low80":0.0,"high80":0.0,"low95":0.0,"high95":0.0},"without":null,"difference":null}}','["customers", "customers_0", "customers_diff", "members", "active_members", "active_customers", "active_customers_0", "active_customers_diff", "new_customers", "new_customers_0", "new_customers_diff", "referred_customers", "lapsed_customers", "lapsed_customers_0", "lapsed_customers_diff", "won_back", "still_there", "still_there_0", "still_there_diff", "purchases", "purchases_0", "purchases_diff", "revenue", "revenue_0", "revenue_diff", "sales", "sales_0", "sales_diff", "returns", "returns_0", "returns_diff", "discounts", "discounts_tiers", "points_issued", "points_redeemed", "points_donated", "points_expired", "points_reinstated", "points_converted", "points_taken_back", "points_pending", "points_outstanding", "face_value_redeemed", "certificates_issued", "certificates_used", "certificates_expired", "certificate_value_used", "certificate_value_expired", "certificate_value", "dividend_accrued", "dividend_given", "dividend_forfeited", "dividend_used", "dividend_cashed", "dividend_expired", "dividend_outstanding", "cost_redemption", "cost_donated", "cost_certificates", "cost_dividend", "cost_settlement", "cost_anyway", "cost_perks", "cost_gifts", "cost_shipping", "cost_tier_shipping", "cost_fixed", "cost_members", "cost_member_perks", "cost_giving", "messages", "cost_messages", "cost_coupons", "cost_actions", "program_cost", "fees", "refunds", "partner_income", "reinstatement_fees", "gross_margin", "gross_margin_0", "gross_margin_diff", "incremental_revenue", "more_often", "stayed_longer", "more_returns", "referred", "missed", "left", "discounts_given", "incremental_margin", "cumulative_margin", "paid_members", "trial_members", "tier_0", "tier_1", "tier_2", "tier_3", "tier_4", "tier_5", "tier_6", "tier_7", "tier_8", "enrolled", "redemptions", "capped"]',X'785E936F7D1D68717BBE831DD7F5C5058F66392C29B0E50A979FE12007125F36CD61D6CC99332575A73A00656DBB0AA638AC737F5825B266BE434CFFA1AF1A2DB31C8C41E0C374307FC5CBA90E3B801A2F9E9BE29006028E531C1A400213D5A1B4399C0F5638D11D431C64FE943B131D40CEB19DD807B5A70BAC3C30B3D32108ACAFDDE10C0848B481DD438CFAB350F5F238FC0B16A7A17F1370F89761880360B0ED907B5CEC00A321E19C068DA77034DADDC103987CD6CD2F41A35320F16B920049876B03A1B4A30324DCD40FC0E800687AB201AB733C00E19B3BC0C4490D4E707A5EF7DA3E16949E639EDB7FD300A5E427F610F1C7F6E9E084FCC8FE3050B6FFD0437BB03F5B5FDB83D327D7737BB07FCF3C81F21FDB8B80353EB207661B207868DF001628B13F00A65BE07C88F814B8388328441DC8D8537B9741F359BD0358D8AF029A0FAA1C40E9748743B503249CCBC0F912593DD81B57CBC0F976E6F14AB87A58B8A3870F245CCD1D20F951DD01260F0BD70552FA771512BE3BFC8AC93D2AC676D6E1F9EF951FA5FE1E7558AFFAA4992FF2A403FF1CE345330ACE3824C7DE71BB2C7AD8015D7DB9AEA23CCF8A230E279FDA2FD13E7702AE9E437A5E9CA1FE21B87D70773DEFD1781BD0EA70E04FFB97E89842B87C82F70976DB2B3518E60FB47B484D6F435D3D28577CCF7C0D4E5716CB8E81D3E7AEB4830E6F80D9E2AAEF3170BAD451DFE7500D4CDF8907F6A1C6EFFCD510FEFCDD60FA80CC01083F6B138AF8500F235ABA1F16FE5AC0D2686AE47B70FEDF24FF011C0F579E7E7000C92F5FF8D1411328BFF7F24778F8C3CA6558B9012E9E80E503B8782BCB859727B474FBA8D9A321802B0446D3E768DA180D01DA85C048C95F0D1EFB6B7D375F7238B1A1CB5CC862B943DBC990831ED3173A1CD8FEF2BC9DFB12879B3531D255079639B0EAFFE20AEA9CE780AE7E72F8738982B6050E57B69F79A97463315CFDAD2327FFFA49CCC568AF1AC85F6FEBE24D7460F86DDFFEF398375C7EC322B6CB0602E124B76F294D012CD0F6F34EB4F6731CB4FD4CA9F943553F34FD1FC8AA3A24C4AF927DC072D6C68C5D7E6507A0ED9F038A2ADC330E84141C80F90FA67ECEE2E3EF73E7551C7835CF46674A59FB81168B6B4775AFF41DF07AFA96C3BD7E325C3DADC285D4F10D5AB963D45CE24200320E321933DF13D00E19F770441BFF08848E9FB8C3C58973054215000A8F191B','[678, 732, 768, 804, 840, 1326, 1470, 1740]',X'785EEDDD4BAC5D551DC7F18B4229B45028687953DE50A042032852632CA820A90F542C890F0815341A078D81814C34223E228481414871604C7CC6FA4A033198A8F11107C6A18C34440971A00619186CAB48F70FD8BFDED5B3FE7BFFF739FB1CBE4E9AB3EE7FFDF75A9F73177BDFE3FA9F75E452FB7F87342FFDDF239AF623EDE7AF685EFBBF2B0BF1AB9BF61BEE6C5FD7DB759DC7B7DB003BBED47834AFC39B3C7B3AE6A31B02430A94D6D5BEFFEEFF9FAEADB8D2BA6DC20F8857BFAD5AD8B68ED55E8AEB3B77E5D57CD6F54D487F046628A0F5573B04C5BFB2E970C1B1ED9EDE5E8AABBD5E6DDC86DA40E21098A240EDFDAD14A776BF1FFA3AFCE739CBAF43B56B1D7A5C5F0A1FDFCD7D13D21F811108D4AE5B0D55EBEBB6A3975F876A2FC5654FF9ECEC84E443204120BAAEA297D4DF670FE983982681AEFBBE43F73794E24AD753FFAB571C7C447E3F3C393A01E2111840409F1BF64DED9FE3F4CDD7B7BF3F17F7CDD7B7FFD8C6D3773EF4470001041040000104104000010410400001041040000104104000010410400001041040609E056CFBD00BFB856AEBC5A2F565AB1AAC27BED356F376EDE3F8F18E1C5DDFCEA4D767460B0372864316045204A2BFBE8A6FB6072E3DB8B13D0C6F2FC5A50CFE2549EEC84E483E0412046AEB3CB5AEBAC65FFDAAF6609547EDFE3A616ACFA7F07DBC975A622FEF8EFEF7266B9CCAF3CCAC07903D21F28D4240BF56DBADDEDADB4B71D99338213B21F910980301DDE7DE55B81FAABD14973DC52BB213920F81391050FDE63985EF3D507B292E7B8A176627241F021D0426944576C8D8AF0B755831BF3362E14B5707E309470001041040000104104000010410400001041040000104104000010410400001041040601105BCBE2C7A7E59345EE794EDFA765BD3DB555FF69ECD39EA87591ABD7E20273D59104815A8FD7EFABEE797FD4107FB35A3573EB56B1CD7A9D02C75962F26F3FF0E0D7419D2228000020820D012D07DEE0C7B50F4F6525C36E751D909C987C01C08A85EE58DC7B407EBEDA5B8EC299E9F9D907C082408D4FE7DA84BD57EEF81E295FFEC42BDB5DA4B717DA7E8DF7BC0F9D67D45E99F21E09F2366E424C78102D4CDF15B810002082080000208208000020820800002082080000208208000020820800002082080C078046AEB3A14A77FB55FA9349352BCEAC84EF862BBA7B7ABBEECD16D3956A5FAB23FE7A4270B027325A0FD7B4F15F60FAABD14973DD913B313920F81290A448FD5F2F3CE4E3EB53D58DD5FBD7D8A53E25208BC6C04B41EFF6D855DDE5E8ACB863A2B3B21F91098A240DFFBE17BADA044F743B5FBEBA1A676D55089C98BC08805B4BE9ED20733CD58BDBD14973DB5F5D909C987400701EACB3AA0D10501041040000104104000010410400001041040000104104000010410400001041040000104E65AA0EBF96593CE4D52D98AD7A369FBEEEA07DB6CDEAEFAB2DFDF94C35BAA2F7B22273D59104815A8FDBE79FD5E47E3756CD9DA9BDBC3F6F615CD8F5F7B7DEAF496FCFBE91FCB4D4F3604E64240EBF6413BAFC5DB4B71D9933CDB126EB7D7D1BA81ECF13D33EB01644F887C8308743DDF65D3F1EDE128CFDEE64156EBD0E34A9350FFCBAD8E7BD2A437B20E2711F1F3190844D75574883A97EC9073DA3DBD5DEB70EBFAE8150E1EEFCFA537E4A6271B02531598F43D403E18C5EBB8EAC3CE6D4778BBE28F5E33ECB4CEE07E382C30D9AB04B2EACB16F57CAEB1CF4B7FCF9E6EEFF6A4EF377A73D56F4739C8FFAEEE99EE80EEE76527241F0208208000020820800002082080000208208000020820800002082080000208208000022F11E87A7ED9A46DDE7E7E99E2F575D87BFFD27E1BBC5D752E9B76E5BC5DAA935136BD7E6CD244722E4F16044202B5F5624A1A8DD7AFFDA1ABDAC3F2F6525C6832CB04FB3EDE53FA26A43F027328A07DF31F3BAE3D786F2FC5654FF992EC84E4432041207A7FD37AF17FF7361B601386949AC2EF87A9C949864092406D7D59F4CF2ACFFB213B37493F57BBBF4E9ADE01DF7BE0FBD0B3AE431E04C62CA0F5F54B2B50F3F6525CF6DCBC4E8EEF3DC816265F8D807F8E58D367B998B1D561658D272B4F57D7AEFDA2E705473FAFB272F9AEC3A41F020820800002082080000208208000020820800002082080000208208000020820800002331198D5F9658FFCB03D5D9D5FA676EDE3F8DA1B7258F4BDC32FD4CB34691FCA494F160452056AF7F14E3A47D0F7FBF83EFDDDF6BDF3FAB9DA358ECDDAA89F3ACB1793A99E74A0F4A44500010410400001041018A9809E37AFD401D6CD384BED239D06C34260AE05F477E0DFEDC0A652FB5C4F96C1235029A0F3FB2AC309430001041040000104104000010410400001041040000104104000010410400001041040000104E65EC0EBCB4AE73E68BB9FE2B5DF2F1AAFE392FEF6D1369DB76B5BD3EECD39C4DA17E2E3FE6A4E7AB220902A103DAF251A9F3A589221B0A002D175158D9F351BE726CDFA1DE0FA6310D03A78B8706E92DA4B71D973589F9D907C084C51A0EBF965BA7F7EC0FE30F5F6525CF6144FCA4E483E0410400081B91418F86B76C226F37A5E5878A27440000104104000010410400001041040000104104000010410400001041040000104104000819909787D5969208AF3FAB268BCEAC8DEF148BBA7B7EBFCB21D9FC9A1B1AFE15ED2EBEBA31B2173864316040E2A10AD5389C6C38F000293056ACF112CC595EAB73CFEA275EDB1E8E76AF7D793475E17E1E3BBC2BA6DB7D7B3BE5D3E33EB01D4B112356702FAB5FA5DE1DC24B597E2B2A77B5C7642F2213007027A8EFDFA95EDC17A7B292E7B8AF7723FCC26251F020820309702FE39E2AC27417D59EC1DF0BF672F89750F475F16EE4107041040000104104000010410400001041040000104104000010410400001041040000104C627E0F565A53A9595CDD0155F8A537B29FEA826CFAE9FB62DBC5DFDAFBB35C74CFB42B43F58E799FD27273D59104815289D0BB8B7D950E417D3EFB3FFBBA710AF7570F799ED4CDE5E8AEB3B59FD77625F33BE6D7D13D21F810104A2759BB5F568030CB5534A5F879D92D00901041040008146205A06ECF7CD75C72EFF5CEAED80238000020820300D017DBED2F75AFADC632C79FA8E83FE08208000020820800002082080000208208000020820800002082080000208208000020820B0B802D3AE2F5BDD509EFBB9B6A9B7EB188927930A4F4AF5657F5ADCB79699CDB1406D7D99F6E546E3B54FEAC9F3DA48DEAEFA939FACCFC5F47393B65A7ACE4DCAF526DBB0025A27B55751BCD6DB7DB69FDEDB4B71B5D7AB8DBBA836903804462C10ADF3D4FD73DBB9ED49797B292E9BE296EC84E443204120BAAEA29754FEB3EC86EAEDA5B8E8F53CDE9F4BC7765E4DDFF9D11F01041040A09B40567DD9A29E3B36D6796D09BEDDF6B54BC1DE84238000020820800002082080000208208000020820800002082080000208208000020820B058025E5F56AA5351BD979F5F168D571DD9CFEE693B7ABBF6F57DEBC21C6FED0BF17A9C4FE4A4270B023311E85AD7A27E5B8E6B0FDBDBB55E9E1E78A3ED9A99E87151047204FA9ED7B2C9362E2A9FDAFD75CEA80FCCE2CF03435D87BC088C4940CFB1BFD8D01E95B797E2B2E7F2F1EC84E443600E04F4FCF985C273A9DA4B71D953F47A6BBEF7205B987C430A747D2ED57DEEC62B96BF1FAABD14973DA7BB2D21EB305B987C3502FA7DAF892566FC026B071E62F4EFE96B9BF144FB9D1E9CC755C178C211400001041040000104104000010410400001041040000104104000010410400001045EDE02B33ABFECD19D6D77D597A95DF56CDB76E4BC3F2B9A34DA6FA57299F5D10D5839C3210B02082080C0C805B48FDDFFDDD77C51BB0F3F1AAFDBCFBD1BDB99BCBD14D797CFCF6BB9B36F42FA23308040F4DCA4AEF147AE5A7E1DAA5D793D2E7BCABEEFF5B77681593FB63EC546EBECB79C7C082080409540D7FB9BF71BEB7943FE5C5A85421002030B0CFC353BE1D18F75FD8627621D869ED78D7D0738A17FD2C7D6038F92F4082080000208208000020820800002082080000208208000020820800002082080000208D409787D5969DFD2114D3A3FBF2C1A7F7493E7CA1FB5C7E7EDAA2FFBEBDBEBE63129CAF785E8F56F2675E4E708CC4060E8FD83FAFDFFDE5BDA93F3761DABB4F9F261113E6DE9F97EFA61BDC93E0E019569FCE3E2F678BC5D756BB79F3CECB8DFC43A1C1698EC830A44EBAE5EA8176B4675A21D68ABE75DB5EB39F882770F3A8DA55F5B7AAF2F8B9E5B9A3D5AEACBB245E7235FF4B9345A6FADFBDEAEADCBDF0FD5AEBCA79D32ACDB16EE87C30293BD9340741D462FB2B2E9F0ECEDED9EFA5CE65F1FDCDF5E8A2B5D4FE33E5C37D242A0D797EDE17E187D0B891F40606CF565034C711429B3EBCB6E08CE4ADFEFA0CFA1EC6B272666F3BFA32775B8AB09D83C29D07E7E7EF3FAA460BFEF07E309470001041040000104104000010410400001041040000104104000010410400001041078790B74AD2F2BED6F52BBD7A3A95DFF3FFD3B77B7DDBD5D752DAF3B2BE7FD513E65D3EB6D39E9C98240AA40EDFEC149EBD0F7E9285EFB737F60FB73BD5DF13B8F499DDE92EF1FDC909B9E6C08CC8580D6C1A5B6DFD6DB4B71D9935C979D907C082408D4DE0F75A9687CC210498100028D40D73A4FD5AFBCEDF36DCA523BE00820800002084C43C03F47EC7ACDECFAA9AEE3A01F02082080000208208000020820800002082080000208208000020820800002082080000208203049C0EBCB4AF18AF3F3CBA2F16B9A0E4FDFDFEEE9EDAB9B1FAFD8316906753FD7FE4445EBF569D18D907597230A815E02B5E73E78BD98F7DBD76C64D26014AF73223616CE4D527B29AED7E49EEBAC716A7C49CBBCEFB0E88F404B205AA7128DD7FAFAC8A636BCB797E2FABE5D5EE7F9294BC839827D85E93F0B81E83A9CC518B92602F32630F4BA52FE8BED0F366F2FC5F5F5F4FBA1CE31E99B97FE08CC9380FE3EF3E7526F2FC565CF95E7D26C51F27511F0CF11BBE4F87F1FFF5CA66B9EB1D5A98D6D3CEE7A4110FAAA42FCF1C13CD704E3870ED7E7EB435F87FC08208000020820800002082080000208208000020820800002082080000208208000028B21E0F565A5BA9695CD74FBC6ABFFAE5BDA7EDE7E58F3E3BB2ECF71563E65D3EB7B72D29305815481DA7DBC5DCF2F53BFFB0BFB78BD3D7572CF25F37DBCD9F9C9874086406D9DA7AE158DCF18639F1CACC33E7AF49D9640EDFD50E389C64F6B1E5C0701041040000104104060BE04FC73C4AEA3CFAAC3CACAD3751EF44300010410400001041040000104104000010410400001041040000104104000010410400081C517F07AB1D2BEDC231A0AC5EB3C9568FC514D9ECFDEDBB6F5765DEF93B7E6BC072B9A341AAFF6893C9B939E2C08A40A44EB54B41EFDDFBD767E59EA207B24F3F3CB7AA4A22B0283092C7A9D0AF56583FDEA90385120BA0EA3F1BA1FDDB7B93D686F2FC5254EF5F9545FB1849C23982D4CBE2E02D1E7D2687C9731D107010410400081A105B2EACB16F5FCB2A1FDB3F2FBF374565EF2208000020820800002082080000208208000020820800002082080000208208000020820B08802D3AE2F3BA6417CE0576D4D6FD7B87EFEA51CF5D2F965376B2372CE65C882C05C08683DBCFFD2F670BDBD14973DC93B2C21FBE9B385C9D745A0B64E4571D1FDF43A3E70E7B5CBAFC3A54DFBDB551FFDD0EBEB66A171EC7CF5C1E3BDBEEC3ED6611D3051531588AEC3DAC129AFD6D7EED7B47B7ABBEE877FDC507B85BA385F87B7B10EEBE0889AAA40ED3AD4A0A2F1FA7E84C7EDBEE5EDA5B8BE18BE0E2F631DF625A5FF0C05A21F6FF873EC77D7B607AFE74A6F9FE114B934025313C8AA2FCB1A70D6F96563CB93E5A33C6F0D263CB589BF29D86F55137F7DB0DF894DFCD660BF75C178C2114000010410400001041040000104104000010410400001041040000104104000010410E822E0F565A57390B40F5EF1DA67148D5FDD0C72ED37DBA3F5769D5F76CD97BBCCEAC03E1ABFC67B6813F2E1E806AC9CE1900581830A44EB54A2F1B3E6E7DCA459BF035CBF4620BA3F3E1A5F33862163588743EA927BDA02D1C7395FAFDFD083683370FD5CEDFE7AA8F9AD1F2A3179114000010410400001044202FADC30D46999E045AFE7EAEB437F04104000010410400001041040000104104000010410400001041040000104104000010410188FC0FF00EE928EC3');
CREATE TABLE scenarios (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	locked_at DATETIME, 
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
	saved_at DATETIME NOT NULL, 
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
