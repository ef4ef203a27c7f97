"""A bound on the memory of a worker process that reads a stranger's file."""

from __future__ import annotations


def limit_memory(most: int) -> None:
    """Let this process take at most ``most`` bytes, and write no core dump: it would hold what was read.

    Windows has no such limit; there the workers' limits on sizes and time hold alone.
    """
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
