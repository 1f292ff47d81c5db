/*
 * What has to be done before the runtime starts, because the runtime reads its environment and takes descriptors and addresses before
 * any code of ours in C# runs. Linked into the native command, where it stands in front of the runtime's main (ld --wrap=main), and with
 * -DLAUNCHER a program of its own that becomes the managed host beside it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EX_OSERR = 71, EX_NOPERM = 77 };

/* Regions are of 4 MiB, and there are a few kinds of them. */
enum { LEAST_RANGE = 0x2000000 };

/* Fewer addresses, in KiB, are not enough for the runtime and a mail over TLS. */
#ifdef LAUNCHER
enum { NEEDED_KIB = 300000 };
#else
enum { NEEDED_KIB = 80000 };
#endif

extern char **environ;

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path ? path : "msmtp";
}

static int complain(char **argv, int status, const char *text)
{
    char line[512];
    int length = snprintf(line, sizeof line, "%.100s: %s\n", base_name(argv[0]), text);
    if (write(2, line, (size_t)length) < 0)
        return status;
    return status;
}

/* capabilities(7): of a user who is not root, what is permitted and not ambient comes from the file. */
static int has_file_capabilities(void)
{
    struct { uint32_t version; int process; } header = { 0x20080522, 0 };
    struct { uint32_t effective, permitted, inheritable; } sets[2];
    memset(sets, 0, sizeof sets);
    if (getuid() == 0 || syscall(SYS_capget, &header, sets) != 0)
        return 0;
    for (int capability = 0; capability < 64; capability++) {
        if ((sets[capability / 32].permitted >> (capability % 32) & 1)
            && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0) != 1)
            return 1;
    }
    return 0;
}

static int has_raised_rights(void)
{
    uid_t user, effective_user, saved_user;
    gid_t group, effective_group, saved_group;
    return getresuid(&user, &effective_user, &saved_user) != 0
        || getresgid(&group, &effective_group, &saved_group) != 0
        || user != effective_user || user != saved_user
        || group != effective_group || group != saved_group
        || has_file_capabilities();
}

/* What the runtime and OpenSSL read from the environment can name code that they are to load. */
static void forget_what_names_code(void)
{
    static const char *const prefixes[] = { "DOTNET_", "COMPlus_", "CORECLR_", "COREHOST_", "CLR_", "OPENSSL_" };
    char **kept = environ;
    for (char **variable = environ; *variable; variable++) {
        int named = 0;
        for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
            named |= strncmp(*variable, prefixes[i], strlen(prefixes[i])) == 0;
        if (!named)
            *kept++ = *variable;
    }
    *kept = NULL;
}

/*
 * A standard stream that the caller has closed becomes something that can be neither read nor written, so that no file or connection of
 * ours gets its number. There need be no /dev for that.
 */
static void hold_standard_streams(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) < 0)
            (void)open("/", O_PATH);
    }
}

/* Blocked signals are what a caller forgot, and the runtime needs its own; ignored ones are what he wanted. A full disk quota is an error of write. */
static void settle_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGXFSZ, SIG_IGN);
}

static int is_limited(int resource, struct rlimit *limit)
{
    return getrlimit(resource, limit) == 0 && limit->rlim_cur != RLIM_INFINITY;
}

/* The collector reserves more addresses than it uses. Where they are limited it gets a part of them; its own variables take hexadecimal numbers. */
static void fit_address_space(rlim_t part, const char *also)
{
    struct rlimit limit;
    char number[32];
    if (!is_limited(RLIMIT_AS, &limit))
        return;
    rlim_t range = limit.rlim_cur / part & ~(rlim_t)0x3fffff;
    if (range >= 0x40000000)
        return;
    if (range < LEAST_RANGE)
        range = LEAST_RANGE;
#if defined __GLIBC__ && !defined LAUNCHER
    /* A second thread's malloc would take 128 MiB for a moment, from under whoever reserves some at the same time. */
    mallopt(M_ARENA_MAX, 1);
#endif
    snprintf(number, sizeof number, "%llx", (unsigned long long)range);
    setenv("DOTNET_GCRegionRange", number, 1);
    if (also)
        setenv(also, number, 1);
}

static int has_addresses(void)
{
    struct rlimit limit;
    return !is_limited(RLIMIT_AS, &limit) || limit.rlim_cur / 1024 >= NEEDED_KIB;
}

static int too_small(char **argv)
{
    struct rlimit limit;
    char text[200];
    if (!is_limited(RLIMIT_AS, &limit))
        return complain(argv, EX_OSERR, "cannot start: the system gives it no memory, or no thread (ulimit -u)");
    snprintf(text, sizeof text, "cannot start: too little memory, it may have %llu KiB of addresses (ulimit -v), and needs %d",
        (unsigned long long)limit.rlim_cur / 1024, NEEDED_KIB);
    return complain(argv, EX_OSERR, text);
}

/* Returns an exit status, if it must not go on; 0 otherwise. */
static int prepare(char **argv)
{
    hold_standard_streams();
    if (getauxval(AT_SECURE)) {
        if (has_raised_rights())
            return complain(argv, EX_NOPERM,
                "it does not run with rights that its caller lacks (set-user-ID, set-group-ID, file capabilities)");
        /* Another security domain (SELinux, AppArmor): nothing unusual for a sendmail. */
        forget_what_names_code();
    }
    settle_signals();
    return 0;
}

#ifdef LAUNCHER

/* The managed host has a descriptor open for each of its assemblies. */
enum { NEEDED_DESCRIPTORS = 128, WANTED_DESCRIPTORS = 1024 };

static int has_descriptors(char **argv)
{
    struct rlimit limit;
    char text[200];
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= WANTED_DESCRIPTORS)
        return 1;
    rlim_t least = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max < WANTED_DESCRIPTORS ? limit.rlim_max : WANTED_DESCRIPTORS;
    if (limit.rlim_cur >= NEEDED_DESCRIPTORS && (least >= NEEDED_DESCRIPTORS || setrlimit(RLIMIT_NOFILE, &limit) == 0))
        return 1;
    snprintf(text, sizeof text, "cannot start: it may open %llu files (ulimit -n), and needs %d",
        (unsigned long long)least, NEEDED_DESCRIPTORS);
    complain(argv, EX_OSERR, text);
    return 0;
}

int main(int argc, char **argv)
{
    static char path[4096];
    static const char host[] = "Msmtp.Cli";
    (void)argc;
    int status = prepare(argv);
    if (status != 0)
        return status;
    if (getauxval(AT_SECURE))
        setenv("MSMTP_RAISED_RIGHTS", "1", 1);
    if (access("/proc/self/maps", R_OK) != 0)
        return complain(argv, EX_OSERR, "cannot start: the .NET runtime needs /proc, which is not there");
    if (!has_descriptors(argv))
        return EX_OSERR;
    if (!has_addresses())
        return too_small(argv);
    struct rlimit limit;
    if (is_limited(RLIMIT_AS, &limit)) {
        fit_address_space(8, "DOTNET_GCHeapHardLimit");
        /* Threads of the debugger's, and 64 MiB that malloc reserves for each. */
        setenv("DOTNET_EnableDiagnostics", "0", 0);
        setenv("MALLOC_ARENA_MAX", "1", 0);
    }
    /* The runtime would map its code twice, from a file of 2 GiB in memory. */
    if (is_limited(RLIMIT_FSIZE, &limit))
        setenv("DOTNET_EnableWriteXorExecute", "0", 1);
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof host);
    if (length < 0) {
        const char *name = (const char *)getauxval(AT_EXECFN);
        length = name && strlen(name) < sizeof path - sizeof host ? (ssize_t)strlen(name) : 0;
        memcpy(path, name, (size_t)length);
    }
    while (length > 0 && path[length - 1] != '/')
        length--;
    strcpy(path + length, host);
    execve(path, argv, environ);
    char text[4200];
    snprintf(text, sizeof text, "%s cannot be run: %s", path, strerror(errno));
    return complain(argv, EX_OSERR, text);
}

#else

int __real_main(int argc, char **argv);

int __wrap_main(int argc, char **argv)
{
    int status = prepare(argv);
    if (status != 0)
        return status;
    if (!has_addresses())
        return too_small(argv);
    fit_address_space(4, NULL);
    status = __real_main(argc, argv);
    /* No exit status of the command: the runtime could not start. */
    return status == -1 ? too_small(argv) : status;
}

#endif
