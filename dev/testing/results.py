"""What the runners report, and the one line at the end."""

from dataclasses import dataclass, field

from dev import say


@dataclass
class Result:
    """The outcome of one runner."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    def fail(self, problem):
        """Count one more failure and say what it is."""
        self.failed += 1
        self.problems.append(problem)
        return self

    def line(self):
        """Return the runner's line of the summary."""
        return f"{self.name:<36} {counts(self):<36} {self.seconds:5.0f} s"


def counts(result):
    """Return `N passed, N failed`, with the skipped ones when there are any."""
    text = f"{result.passed} passed, {result.failed} failed"
    return f"{text}, {result.skipped} skipped" if result.skipped else text


def total(results):
    """Return the sum of all results."""
    whole = Result("all")
    for result in results:
        whole.passed += result.passed
        whole.failed += result.failed
        whole.skipped += result.skipped
        whole.seconds += result.seconds
    return whole


def tell(result):
    """Print a finished runner and what went wrong in it."""
    mark = "FAILED" if result.failed else "ok"
    say.step(f"{mark:<7}{result.line()}")
    for problem in result.problems[:40]:
        say.note(problem)
    if len(result.problems) > 40:
        say.note(f"... and {len(result.problems) - 40} more")


def finish(results, hints=()):
    """Print the summary; return the exit code.

    The last line is for programs to read: nothing may follow it.
    """
    say.close()
    print()
    for result in results:
        mark = "FAILED " if result.failed else "       "
        print(mark + result.line())
    for hint in hints:
        print(hint)
    whole = total(results)
    print(counts(whole), flush=True)
    # A run in which nothing ran proves nothing.
    return 1 if whole.failed or not (whole.passed or whole.skipped) else 0
