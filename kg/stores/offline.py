"""How a process gives up the network for good, so that a query that calls another service cannot.

Oxigraph has no switch for ``SERVICE``: it asks whatever address the query names. A filter of the kernel (seccomp)
that refuses to make sockets holds whatever the query and its parser are up to.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import sys

#: machine → how the kernel calls it in a filter, and the number of the call that makes a socket there
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # instructions of the classic Berkeley packet filter
_ALLOW, _FAIL_WITH = 0x7FFF0000, 0x00050000
_CALL, _MACHINE = 0, 4  # where a filter finds the number of the call, and for which machine it was made


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("then", ctypes.c_ubyte), ("other", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def go_offline() -> bool:
    """Refuse to make sockets from now on, in this process and its children; False where the system cannot.

    To be called before there are other threads, which would keep what they may.
    """
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES or sys.maxsize < 1 << 32:
        return False
    machine, socket = _MACHINES[platform.machine()]
    steps = (
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 0, 3, machine),  # a call in the manner of another machine, such as 32-bit: refused
        (_LOAD, 0, 0, _CALL),
        (_IF_EQUAL, 1, 0, socket),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL_WITH | errno.EACCES),
    )
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program)) == 0)
