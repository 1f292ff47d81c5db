/*
 * Does what must be done before the runtime starts, because the runtime reads the environment and takes descriptors and addresses before
 * any of our C# code runs. It is linked into the native command, where it runs before the runtime's main (ld --wrap=main); with -DLAUNCHER
 * it is a program of its own, which becomes the managed host beside it.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef LAUNCHER
#include <pthread.h>
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

/* A region of the heap is 4 MiB, and there are a few kinds of them. */
enum { LEAST_RANGE = 0x2000000 };

/* Less, in KiB, is not enough for the runtime and a mail over TLS. */
#ifdef LAUNCHER
enum { NEEDED_ADDRESSES = 300000, NEEDED_DATA = 100000 };
#else
enum { NEEDED_ADDRESSES = 80000, NEEDED_DATA = 32000 };
#endif

extern char **environ;

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path && *path ? path : "msmtp";
}

static int complain(char **argv, int status, const char *text)
{
    char line[5000];
    int length = snprintf(line, sizeof line, "%.100s: %.4800s\n", base_name(argv[0]), text);
    if (write(2, line, (size_t)length) < 0)
        return status;
    return status;
}

/* capabilities(7): for a user other than root, what is permitted and not ambient comes from the file. */
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

/*
 * Variables that the runtime, OpenSSL, MIT Kerberos and the loader read can name code to load. The last two are careful with raised rights
 * themselves, but not in a program that this one becomes.
 */
static void forget_what_names_code(void)
{
    static const char *const prefixes[] = { "DOTNET_", "COMPlus_", "CORECLR_", "COREHOST_", "CLR_", "OPENSSL_", "KRB5", "GSS_", "LD_" };
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
 * Opens something that can be neither read nor written for a standard stream that the caller has closed, so that no file or connection of
 * ours gets its number. It needs no /dev.
 */
static void hold_standard_streams(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) < 0)
            (void)open("/", O_PATH);
    }
}

/* A caller blocks signals by oversight, and the runtime needs some; it ignores them on purpose. Too large a file is to be an error of write. */
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

/* The garbage collector reserves more addresses than it uses. If they are limited, it gets a part of them; its variables are hexadecimal. */
static void fit_address_space(rlim_t part, const char *also)
{
    struct rlimit limit;
    char number[32];
#if defined __GLIBC__ && !defined LAUNCHER
    if (is_limited(RLIMIT_DATA, &limit))
        mallopt(M_ARENA_MAX, 1);
#endif
    if (!is_limited(RLIMIT_AS, &limit))
        return;
    rlim_t range = limit.rlim_cur / part & ~(rlim_t)0x3fffff;
    if (range >= 0x40000000)
        return;
    if (range < LEAST_RANGE)
        range = LEAST_RANGE;
#if defined __GLIBC__ && !defined LAUNCHER
    /* The malloc of a second thread would briefly take 128 MiB, which another thread may need at that moment. */
    mallopt(M_ARENA_MAX, 1);
#endif
    snprintf(number, sizeof number, "%llx", (unsigned long long)range);
    setenv("DOTNET_GCRegionRange", number, 1);
    if (also)
        setenv(also, number, 1);
}

/* Complains if a limit is too small. */
static int allows(char **argv, int resource, rlim_t needed, const char *what)
{
    struct rlimit limit;
    char text[200];
    if (!is_limited(resource, &limit) || limit.rlim_cur / 1024 >= needed)
        return 1;
    snprintf(text, sizeof text, "cannot start: too little memory: the limit is %llu KiB of %s, and it needs %llu",
        (unsigned long long)limit.rlim_cur / 1024, what, (unsigned long long)needed);
    complain(argv, EX_OSERR, text);
    return 0;
}

static int has_memory(char **argv)
{
    return allows(argv, RLIMIT_AS, NEEDED_ADDRESSES, "address space (ulimit -v)")
        && allows(argv, RLIMIT_DATA, NEEDED_DATA, "data (ulimit -d)");
}

/* Returns an exit status if the program must not go on, or else 0. */
static int prepare(char **argv)
{
    hold_standard_streams();
    if (getauxval(AT_SECURE)) {
        if (has_raised_rights())
            return complain(argv, EX_NOPERM,
                "refusing to run with privileges that the caller does not have (set-user-ID, set-group-ID, file capabilities): "
                "take them off, and let the service msmtpd keep passwords from users, see msmtpd(8)");
        /* Another security domain (SELinux, AppArmor), which is usual for a sendmail. */
        forget_what_names_code();
    }
    settle_signals();
    return 0;
}

#ifdef LAUNCHER

/* The managed host keeps a descriptor open for each of its assemblies. */
enum { NEEDED_DESCRIPTORS = 120, WANTED_DESCRIPTORS = 1024 };

/* How many of the first descriptors are open. */
static rlim_t open_descriptors(rlim_t first)
{
    rlim_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (!folder)
        return first;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        count += entry->d_name[0] != '.' && strtoull(entry->d_name, NULL, 10) < first;
    count -= (rlim_t)dirfd(folder) < first;
    closedir(folder);
    return count;
}

static int has_descriptors(char **argv)
{
    struct rlimit limit;
    char text[200];
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur - open_descriptors(limit.rlim_cur) >= WANTED_DESCRIPTORS / 2)
        return 1;
    rlim_t least = limit.rlim_cur, wanted = open_descriptors(RLIM_INFINITY) + WANTED_DESCRIPTORS;
    if (wanted > limit.rlim_cur)
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    rlim_t taken = open_descriptors(limit.rlim_cur);
    if (limit.rlim_cur - taken >= NEEDED_DESCRIPTORS && (limit.rlim_cur == least || setrlimit(RLIMIT_NOFILE, &limit) == 0))
        return 1;
    snprintf(text, sizeof text, "cannot start: too few open files: the limit is %llu (ulimit -n), and it needs %d besides the %llu that are open",
        (unsigned long long)limit.rlim_cur, NEEDED_DESCRIPTORS, (unsigned long long)taken);
    complain(argv, EX_OSERR, text);
    return 0;
}

/* The threads that the runtime starts before it runs any of our code. */
enum { NEEDED_THREADS = 6 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void *pass(void *unused)
{
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return unused;
}

/* The limit counts all processes of the user, so only an attempt tells whether it is reached. */
static int has_threads(char **argv)
{
    struct rlimit limit;
    pthread_t threads[NEEDED_THREADS];
    int count = 0;
    if (!is_limited(RLIMIT_NPROC, &limit))
        return 1;
    pthread_mutex_lock(&gate);
    while (count < NEEDED_THREADS && pthread_create(&threads[count], NULL, pass, NULL) == 0)
        count++;
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    if (count < NEEDED_THREADS)
        complain(argv, EX_OSERR, "cannot start: the system allows it too few threads (ulimit -u)");
    return count == NEEDED_THREADS;
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
    if (!has_descriptors(argv) || !has_memory(argv) || !has_threads(argv))
        return EX_OSERR;
    struct rlimit limit;
    if (is_limited(RLIMIT_AS, &limit)) {
        fit_address_space(8, "DOTNET_GCHeapHardLimit");
        /* Saves the debugger's threads, and the 64 MiB that malloc reserves for each thread. */
        setenv("DOTNET_EnableDiagnostics", "0", 0);
        setenv("MALLOC_ARENA_MAX", "1", 0);
    }
    /* Otherwise the runtime maps its code twice, from a file of 2 GiB in memory. */
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
    if (!has_memory(argv))
        return EX_OSERR;
    fit_address_space(4, NULL);
    status = __real_main(argc, argv);
    /* The command never exits with this status: the runtime could not start. */
    return status == -1 ? complain(argv, EX_OSERR, "cannot start: the system provides no memory or no thread (ulimit -u)") : status;
}

#endif
