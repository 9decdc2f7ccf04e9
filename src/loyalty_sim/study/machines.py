"""The workers of a Dask cluster as an executor that ends: where Dask would wait for ever, or speaks of its own inside, what
was handed out fails with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from threading import Event, Thread
from typing import Any

from loyalty_sim.study.runner import LostWorkersError

PATIENCE = 15.0
"""Seconds that a cluster may be without workers: time enough for one that died to be started again."""
LOOK = 1.0
"""Seconds between looks at whether there are any."""


class Machines(Executor):
    """Hands what it is given to the workers of a cluster; one that dies is no matter as long as there are others, who do
    again what it had. To be closed."""

    def __init__(self, client: Any) -> None:
        """Watch a cluster.

        Args:
            client: connected to its scheduler.
        """
        self._client, self._pool = client, client.get_executor(pure=False)
        self._waiting: set[Future[Any]] = set()
        self._closed = Event()
        self._watch = Thread(target=self._look, name="machines", daemon=True)
        self._watch.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future of the call on some worker.

        Raises:
            LostWorkersError: the connection is gone.
        """
        future: Future[Any] = Future()
        try:
            there = self._pool.submit(fn, *args, **kwargs)
        except Exception as error:
            raise _lost(error) from error
        self._waiting.add(future)
        future.add_done_callback(lambda _: there.cancel())  # does nothing to what is done
        there.add_done_callback(lambda _: self._hand_on(there, future))
        return future

    def _hand_on(self, there: Future[Any], future: Future[Any]) -> None:
        """The outcome on the cluster becomes that of the future here."""
        error = LostWorkersError("the connection to the cluster is lost") if there.cancelled() else there.exception()
        if error is not None:
            self._fail(future, _lost(error) if _of_dask(error) else error)
        elif self._claim(future):
            future.set_result(there.result())

    def _fail(self, future: Future[Any], error: BaseException) -> None:
        if self._claim(future):
            future.set_exception(error)

    def _claim(self, future: Future[Any]) -> bool:
        """Whether a future is still to be given its outcome, by the thread that asks and no other."""
        try:
            self._waiting.remove(future)
        except KeyError:
            return False
        return future.set_running_or_notify_cancel()

    def _look(self) -> None:
        """Fail what waits when there has been no worker for too long."""
        alone = 0.0
        while not self._closed.wait(LOOK):
            try:
                alone = 0.0 if self._client.nthreads() else alone + LOOK
            except Exception:  # the connection is gone, which Dask tells each future
                continue
            if alone >= PATIENCE:
                for future in list(self._waiting):
                    self._fail(future, LostWorkersError("the cluster has no workers any more"))

    def close(self) -> None:
        """Stop watching; nothing that waits is waited for."""
        self._closed.set()
        for future in list(self._waiting):
            future.cancel()
        self._watch.join(LOOK)


def _of_dask(error: BaseException) -> bool:
    return isinstance(error, CancelledError | OSError) or type(error).__module__.startswith("distributed")


def _lost(error: BaseException) -> LostWorkersError:
    reason = " ".join(str(error).split()) or type(error).__name__
    return LostWorkersError(f"the workers cannot go on: {reason}")
