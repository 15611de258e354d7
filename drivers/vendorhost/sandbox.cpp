// SPDX-License-Identifier: MIT
#include "drivers/vendorhost/sandbox.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace hall::vendorhost {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t machine = AUDIT_ARCH_X86_64;
constexpr std::uint32_t otherTable = 0x40000000;  // system calls of x32
#elif defined(__aarch64__)
constexpr std::uint32_t machine = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t otherTable = 0xFFFFFFFF;
#else
#error "tell sandbox.cpp how the kernel names this machine (linux/audit.h)"
#endif

// Refused with "operation not permitted".
constexpr int refused[] = {
    // the network, and sockets of any kind
    __NR_socket,
    __NR_socketpair,
    __NR_connect,
    __NR_bind,
    __NR_listen,
    __NR_accept,
    __NR_accept4,
    // other programs and processes
    __NR_execve,
    __NR_execveat,
    __NR_kill,
    __NR_tkill,
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_pidfd_open,
    __NR_pidfd_getfd,
    __NR_pidfd_send_signal,
    // namespaces, mounts, roots
    __NR_unshare,
    __NR_setns,
    __NR_mount,
    __NR_umount2,
    __NR_pivot_root,
    __NR_chroot,
    __NR_open_by_handle_at,
    // the kernel's own doors
    __NR_bpf,
    __NR_perf_event_open,
    __NR_userfaultfd,
    __NR_keyctl,
    __NR_add_key,
    __NR_request_key,
    __NR_init_module,
    __NR_finit_module,
    __NR_delete_module,
    __NR_kexec_load,
    __NR_reboot,
    __NR_io_uring_setup,
    __NR_prctl,
    __NR_prlimit64,
    __NR_setrlimit,
#ifdef __NR_fork
    __NR_fork,
#endif
#ifdef __NR_vfork
    __NR_vfork,
#endif
};

sock_filter statement(std::uint16_t code, std::uint32_t value)
{
    return {code, 0, 0, value};
}

bool filterCalls()
{
    constexpr auto number = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
    constexpr auto arch = static_cast<std::uint32_t>(offsetof(seccomp_data, arch));
    constexpr auto flags = static_cast<std::uint32_t>(offsetof(seccomp_data, args));
    constexpr std::uint32_t load = BPF_LD | BPF_W | BPF_ABS;
    constexpr std::uint32_t equal = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr std::uint32_t thread = 0x00010000;  // CLONE_THREAD: a thread of this process, no process
    std::vector<sock_filter> program{
        statement(load, arch),
        {static_cast<std::uint16_t>(equal), 1, 0, machine},
        statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        statement(load, number),
        {BPF_JMP | BPF_JGE | BPF_K, 0, 1, otherTable},
        statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    for (const int call : refused) {
        program.push_back({static_cast<std::uint16_t>(equal), 0, 1, static_cast<std::uint32_t>(call)});
        program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
    // Its flags are in memory, where a filter cannot look; the C library then takes the older call.
    program.push_back({static_cast<std::uint16_t>(equal), 0, 1, __NR_clone3});
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
    program.push_back({static_cast<std::uint16_t>(equal), 0, 3, __NR_clone});
    program.push_back(statement(load, flags));
    program.push_back({BPF_JMP | BPF_JSET | BPF_K, 1, 0, thread});
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

bool limit(int what, rlim_t most)
{
    const rlimit both{most, most};
    return setrlimit(static_cast<__rlimit_resource_t>(what), &both) == 0;
}

}  // namespace

const char *closeDoors()
{
    constexpr rlim_t memory = 1024UL * 1024 * 1024;
    constexpr rlim_t files = 64;
    if (syscall(__NR_close_range, 3U, ~0U, 0U) != 0) {
        return "close_range";
    }
    if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_NOFILE, files) ||
        !limit(RLIMIT_AS, memory)) {
        return "limits";
    }
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return "prctl";
    }
    return filterCalls() ? nullptr : "seccomp";
}

}  // namespace hall::vendorhost
