/*
 * What the runtime does at its start, done with less: the linker puts these functions in the place of the runtime's own (ld --wrap).
 */
#define _GNU_SOURCE
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * For the statics of each type that has some, more than a thousand, the runtime makes a pinned object, and looks for room for each one
 * anew: a thousand instructions. Here room is made once, as one large object, from which the others are cut one behind the other.
 */

/* What the runtime knows of such a type, in front of what its objects refer to. */
struct type {
    uint32_t flags, size;
    const void *base;
};

enum { REFERS = 0x1000000, PINNED = 0x40 };

/* From 85,000 octets on, objects are large ones, which lie elsewhere. */
enum { ROOM = 0x14000, LEAST = 3 * sizeof(void *) };

void __real_InitializeModules(void *program, void **modules, int count, void **functions, int function_count);
void __real_RhAllocateNewObject(const struct type *type, uint32_t flags, void **object);

/* They are all made before the runtime's modules are ready. Whatever comes later is not cut: a collection may have taken the rest. */
static int starts;

void __wrap_InitializeModules(void *program, void **modules, int count, void **functions, int function_count)
{
    starts = 1;
    __real_InitializeModules(program, modules, count, functions, function_count);
    starts = 0;
}

/* Not other types, and not these if a runtime should lay them out in another way. */
static int is_for_statics(const struct type *type)
{
    return (type->flags & ~REFERS) == 0 && type->size >= LEAST && type->size <= ROOM && type->size % sizeof(void *) == 0;
}

/* Returns NULL if there is no room. */
static void *cut(const struct type *type)
{
    /* An object as well, for the heap has no gaps. Nothing refers to it, so that the first collection frees it. */
    static struct type rest;
    static void *place;
    if (!place) {
        rest = (struct type) { .size = ROOM, .base = type->base };
        __real_RhAllocateNewObject(&rest, PINNED, &place);
    }
    if (!place || rest.size < type->size + LEAST)
        return NULL;
    const struct type **object = place;
    *object = type;
    rest.size -= type->size;
    place = (char *)place + type->size;
    *(const struct type **)place = &rest;
    return object;
}

void __wrap_RhAllocateNewObject(const struct type *type, uint32_t flags, void **object)
{
    *object = starts && flags == PINNED && is_for_statics(type) ? cut(type) : NULL;
    if (!*object)
        __real_RhAllocateNewObject(type, flags, object);
}

/*
 * The first thread asks for its own stack, and the C library reads all of /proc/self/maps for the answer. The kernel has put the program's
 * name at the end of that stack.
 */
int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    uintptr_t page = getauxval(AT_PAGESZ);
    const char *name = (const char *)getauxval(AT_EXECFN);
    struct rlimit limit;
    if (syscall(SYS_gettid) != getpid() || !name || getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return __real_pthread_getattr_np(thread, attributes);
    uintptr_t end = ((uintptr_t)name + strlen(name) + sizeof(void *)) / page * page + page;
    uintptr_t size = limit.rlim_cur / page * page, here = (uintptr_t)&limit;
    /* Whatever system this is: the name is on this stack, and so is this function. */
    if (here >= (uintptr_t)name || size >= end || here < end - size || size < PTHREAD_STACK_MIN)
        return __real_pthread_getattr_np(thread, attributes);
    pthread_attr_init(attributes);
    return pthread_attr_setstack(attributes, (void *)(end - size), size);
}

/* How much of the processors a container may use, which stands in four files, is for the number of threads that would share them. */
void __wrap__Z19InitializeCpuCGroupv(void)
{
}
