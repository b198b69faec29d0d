/*
 * Holds a program before each thing that it does to a folder for good, and asks whether it may go on.
 *
 *     stepper SOCKET FOLDER PROGRAM [ARGUMENT...]
 *
 * To the Unix socket goes a line for each step, the call's name and the path; from it comes a byte, 'k' to kill the program there
 * and anything else to let it go on. A filter in the kernel (seccomp, BPF) stops these calls alone, so that the rest of the program
 * runs as fast as ever. Ends as the program does: by its code, or by 128 and the signal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST 4096

/* Which argument says what is changed: a descriptor, or a path. */
enum { BY_DESCRIPTOR = 1, BY_PATH = 2 };

static const struct step {
    long number;
    const char *name;
    int how;
    int argument;
} steps[] = {
    { SYS_fsync, "fsync", BY_DESCRIPTOR, 0 },
    { SYS_fdatasync, "fdatasync", BY_DESCRIPTOR, 0 },
    { SYS_write, "write", BY_DESCRIPTOR, 0 },
    { SYS_pwrite64, "pwrite64", BY_DESCRIPTOR, 0 },
    { SYS_renameat, "renameat", BY_PATH, 1 },
    { SYS_renameat2, "renameat2", BY_PATH, 1 },
    { SYS_unlinkat, "unlinkat", BY_PATH, 1 },
#ifdef SYS_rename
    { SYS_rename, "rename", BY_PATH, 0 },
    { SYS_unlink, "unlink", BY_PATH, 0 },
    { SYS_rmdir, "rmdir", BY_PATH, 0 },
#endif
};

#define STEPS (sizeof steps / sizeof *steps)

static void fail(const char *what)
{
    fprintf(stderr, "stepper: %s: %s\n", what, strerror(errno));
    exit(125);
}

static void filter_calls(void)
{
    struct sock_filter filter[2 * STEPS + 2];
    size_t length = 0;
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < STEPS; i++) {
        filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)steps[i].number, 0, 1);
        filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | (unsigned)i);
    }
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = { (unsigned short)length, filter };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        fail("seccomp");
}

/* What the call is about, as the kernel knows it; false when that is not under the folder. */
static int is_under(const char *folder, pid_t thread, const struct step *step, char *path)
{
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0)
        return 0;
    unsigned long long argument = info.seccomp.args[step->argument];
    ssize_t length;
    if (step->how == BY_DESCRIPTOR) {
        char link[64];
        snprintf(link, sizeof link, "/proc/%d/fd/%llu", thread, argument);
        length = readlink(link, path, LONGEST - 1);
    } else {
        struct iovec here = { path, LONGEST - 1 };
        struct iovec there = { (void *)argument, LONGEST - 1 };
        length = process_vm_readv(thread, &here, 1, &there, 1, 0);
        if (length < 0) {
            /* The text may end at the end of what can be read. */
            there.iov_len = 4096 - (argument & 4095);
            length = process_vm_readv(thread, &here, 1, &there, 1, 0);
        }
    }
    if (length < 0)
        return 0;
    path[length] = 0;
    return !strncmp(path, folder, strlen(folder));
}

static char ask(int teller, const char *name, const char *path)
{
    char line[LONGEST + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", name, path);
    char answer;
    return write(teller, line, (size_t)length) == length && read(teller, &answer, 1) == 1 ? answer : 'k';
}

int main(int count, char **words)
{
    if (count < 4)
        return 125;
    const char *folder = words[2];
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    strncpy(address.sun_path, words[1], sizeof address.sun_path - 1);
    int teller = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (teller < 0 || connect(teller, (struct sockaddr *)&address, sizeof address))
        fail(words[1]);

    pid_t program = fork();
    if (program == 0) {
        raise(SIGSTOP);
        filter_calls();
        execvp(words[3], words + 3);
        fail(words[3]);
    }
    long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_EXITKILL;
    if (waitpid(program, NULL, WUNTRACED) != program || ptrace(PTRACE_SEIZE, program, 0, options))
        fail("ptrace");
    kill(program, SIGCONT);

    int end = 0;
    for (;;) {
        int status;
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0)
            return end;
        if (!WIFSTOPPED(status)) {
            if (thread == program)
                end = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            continue;
        }
        int signal = WSTOPSIG(status), event = status >> 16;
        if (event == PTRACE_EVENT_SECCOMP) {
            unsigned long which;
            char path[LONGEST];
            if (!ptrace(PTRACE_GETEVENTMSG, thread, 0, &which) && is_under(folder, thread, &steps[which], path)
                && ask(teller, steps[which].name, path) == 'k') {
                kill(program, SIGKILL);
                continue;
            }
            ptrace(PTRACE_CONT, thread, 0, 0);
        } else if (event == PTRACE_EVENT_STOP && (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU))
            ptrace(PTRACE_LISTEN, thread, 0, 0);
        else
            ptrace(PTRACE_CONT, thread, 0, event ? 0 : signal);
    }
}
