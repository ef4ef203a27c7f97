/* Stands between a program and its files below one folder: writes down what it does to them, and breaks it on demand.

   Preloaded (LD_PRELOAD); disk.py builds, steers and reads it. Files that were opened before disk_watch()
   are not seen, nor is what the C library writes by itself (FILE *), nor shared memory.

   A record of the log: u8 act, i32 descriptor, i64 offset, u32 n, n bytes of path, u32 m, m bytes of data.
   Acts: O opened, N opened and made, D folder opened, Z emptied by opening, C closed, W written, T cut to offset,
   S synced, R renamed (data: the new name), U removed, M folder made. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, RENAME = 4 };
enum { MOST = 65536, BELOW = 1, FOLDER = 2 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int log_file = -1;
static unsigned char seen[MOST];
static pid_t watcher; /* a fork closes what it inherits (after vfork in this memory): none of the program's acts */

static int broken_kinds, broken_error;
static long calls, broken_after, broken_times, room = -1;

/* --- what a test says ------------------------------------------------------------------------------- */

int disk_watch(const char *folder, const char *log) {
    root_length = 0;
    if (log_file >= 0) syscall(SYS_close, log_file);
    log_file = -1;
    memset(seen, 0, sizeof seen);
    watcher = getpid();
    if (!folder) return 0;
    if (!realpath(folder, root)) return -1;
    if (log) {
        int file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (file < 0) return -1;
        log_file = fcntl(file, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, file);
    }
    root_length = strlen(root);
    return 0;
}

/* From the after-th call of these kinds on, so many fail (-1: all); counts from 0 anew. */
void disk_break(int kinds, long after, long times, int error) {
    broken_kinds = kinds, broken_after = after, broken_times = times, broken_error = error, calls = 0;
}

long disk_calls(void) { return calls; }

/* So many bytes are free from now on; -1: as many as there are. */
void disk_room(long bytes) { room = bytes; }

long disk_room_left(void) { return room; }

/* --- what it does ------------------------------------------------------------------------------------- */

static void tell(char act, int32_t fd, int64_t offset, const char *path, const void *data, uint32_t m) {
    if (log_file < 0) return;
    uint32_t n = path ? strlen(path) : 0;
    size_t size = 1 + 4 + 8 + 4 + n + 4 + m, done = 0;
    unsigned char *record = malloc(size), *at = record;
    *at++ = act;
    memcpy(at, &fd, 4), at += 4;
    memcpy(at, &offset, 8), at += 8;
    memcpy(at, &n, 4), at += 4;
    if (n) memcpy(at, path, n), at += n;
    memcpy(at, &m, 4), at += 4;
    if (m) memcpy(at, data, m);
    while (done < size) {
        ssize_t written = syscall(SYS_write, log_file, record + done, size - done);
        if (written <= 0) abort(); /* a recording with holes would prove nothing */
        done += written;
    }
    free(record);
}

static int fails(int kind) {
    if (!(broken_kinds & kind)) return 0;
    long call = calls++;
    if (call < broken_after || (broken_times >= 0 && call >= broken_after + broken_times)) return 0;
    errno = broken_error;
    return 1;
}

/* Tell how many of n bytes at offset find room. */
static ssize_t admitted(int fd, int64_t offset, size_t n) {
    struct stat file;
    if (room < 0 || fstat(fd, &file) != 0) return n;
    int64_t growth = offset + (int64_t)n - file.st_size;
    if (growth <= 0) return n;
    if (growth <= room) {
        room -= growth;
        return n;
    }
    int64_t fit = (int64_t)n - growth + room;
    if (fit <= 0) {
        errno = ENOSPC;
        return -1;
    }
    room = 0;
    return fit;
}

/* Write the absolute path; tells whether it is below the root. */
static int below(int folder, const char *path, char *found) {
    char whole[PATH_MAX * 2], base[PATH_MAX], link[64], real[PATH_MAX];
    if (!root_length || getpid() != watcher) return 0;
    if (path[0] == '/') {
        snprintf(whole, sizeof whole, "%s", path);
    } else if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
        snprintf(whole, sizeof whole, "%s/%s", base, path);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t n = readlink(link, base, sizeof base - 1);
        if (n < 0) return 0;
        base[n] = 0;
        snprintf(whole, sizeof whole, "%s/%s", base, path);
    }
    size_t length = strlen(whole);
    while (length > 1 && whole[length - 1] == '/') whole[--length] = 0;
    char *name = strrchr(whole, '/');
    if (!name || name == whole) return 0;
    *name++ = 0;
    if (!realpath(whole, real)) return 0;
    if (strlen(real) + strlen(name) + 2 > PATH_MAX) return 0;
    stpcpy(stpcpy(stpcpy(found, real), "/"), name);
    return !strncmp(found, root, root_length) && (!found[root_length] || found[root_length] == '/');
}

static int is_seen(int fd) { return fd >= 0 && fd < MOST && seen[fd] && getpid() == watcher; }

#define REAL(type, name, ...)                     \
    static type (*real)(__VA_ARGS__);             \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
#define LOCKED pthread_mutex_lock(&mutex)
#define FREE pthread_mutex_unlock(&mutex)

static int opened(int fd, int folder, const char *path, int flags, int existed) {
    char found[PATH_MAX];
    struct stat file;
    if (fd < 0 || fd >= MOST || getpid() != watcher) return fd;
    seen[fd] = 0;
    if (!below(folder, path, found)) return fd;
    int is_folder = fstat(fd, &file) == 0 && S_ISDIR(file.st_mode);
    seen[fd] = is_folder ? FOLDER : BELOW;
    LOCKED;
    tell(is_folder ? 'D' : existed ? (flags & O_TRUNC) ? 'Z' : 'O' : 'N', fd, 0, found, 0, 0);
    FREE;
    return fd;
}

#define OPEN(name, parameters, given, folder)                                          \
    int name parameters {                                                              \
        REAL(int, name, KINDS_##name);                                                 \
        mode_t mode = 0;                                                               \
        if (flags & (O_CREAT | O_TMPFILE)) {                                           \
            va_list rest;                                                              \
            va_start(rest, flags);                                                     \
            mode = va_arg(rest, mode_t);                                               \
            va_end(rest);                                                              \
        }                                                                              \
        int existed = syscall(SYS_faccessat, folder, path, F_OK, 0) == 0;              \
        return opened(real given, folder, path, flags, existed);                       \
    }
#define KINDS_open const char *, int, ...
#define KINDS_open64 const char *, int, ...
#define KINDS_openat int, const char *, int, ...
#define KINDS_openat64 int, const char *, int, ...
OPEN(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPEN(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode), at)
OPEN(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode), at)

int close(int fd) {
    REAL(int, close, int);
    if (is_seen(fd)) {
        seen[fd] = 0;
        LOCKED;
        tell('C', fd, 0, 0, 0, 0);
        FREE;
    }
    return real(fd);
}

#define PWRITE(name, offset_type)                                                       \
    ssize_t name(int fd, const void *data, size_t n, offset_type offset) {              \
        REAL(ssize_t, name, int, const void *, size_t, offset_type);                    \
        if (!is_seen(fd)) return real(fd, data, n, offset);                             \
        LOCKED;                                                                         \
        ssize_t fit = fails(WRITE) ? -1 : admitted(fd, offset, n);                      \
        ssize_t written = fit < 0 ? -1 : real(fd, data, fit, offset);                   \
        if (written > 0) tell('W', fd, offset, 0, data, written);                       \
        FREE;                                                                           \
        return written;                                                                 \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t n) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (!is_seen(fd)) return real(fd, data, n);
    LOCKED;
    struct stat file;
    int appends = fcntl(fd, F_GETFL) & O_APPEND && fstat(fd, &file) == 0;
    int64_t offset = appends ? file.st_size : lseek(fd, 0, SEEK_CUR);
    ssize_t fit = fails(WRITE) ? -1 : admitted(fd, offset, n);
    ssize_t written = fit < 0 ? -1 : real(fd, data, fit);
    if (written > 0) tell('W', fd, offset, 0, data, written);
    FREE;
    return written;
}

ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    if (!is_seen(fd)) return real(fd, parts, n);
    ssize_t whole = 0;
    for (int i = 0; i < n; i++) {
        ssize_t written = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (written < 0) return whole ? whole : written;
        whole += written;
    }
    return whole;
}

#define TRUNCATE(name, offset_type)                                                     \
    int name(int fd, offset_type offset) {                                              \
        REAL(int, name, int, offset_type);                                              \
        if (!is_seen(fd)) return real(fd, offset);                                      \
        LOCKED;                                                                         \
        struct stat file;                                                               \
        int64_t freed = room >= 0 && fstat(fd, &file) == 0 ? file.st_size - offset : 0; \
        int result = fails(WRITE) ? -1 : real(fd, offset);                              \
        if (!result && freed > 0) room += freed;                                        \
        if (!result) tell('T', fd, offset, 0, 0, 0);                                    \
        FREE;                                                                           \
        return result;                                                                  \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define FSYNC(name)                                    \
    int name(int fd) {                                 \
        REAL(int, name, int);                          \
        if (!is_seen(fd)) return real(fd);             \
        LOCKED;                                        \
        int result = fails(SYNC) ? -1 : real(fd);      \
        if (!result) tell('S', fd, 0, 0, 0, 0);        \
        FREE;                                          \
        return result;                                 \
    }
FSYNC(fsync)
FSYNC(fdatasync)

static int may_rename(const char *from, int folder, char *found) {
    int watched = below(folder, from, found);
    if (!watched) return 1;
    LOCKED;
    int may = !fails(RENAME);
    FREE;
    return may;
}

static int renamed(int result, const char *from, int folder, const char *to) {
    char found[PATH_MAX];
    if (result || !from[0] || !below(folder, to, found)) return result;
    LOCKED;
    tell('R', -1, 0, from, found, strlen(found));
    FREE;
    return result;
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    char found[PATH_MAX] = "";
    if (!may_rename(from, AT_FDCWD, found)) return -1;
    return renamed(real(from, to), found, AT_FDCWD, to);
}

int renameat(int at, const char *from, int there, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    char found[PATH_MAX] = "";
    if (!may_rename(from, at, found)) return -1;
    return renamed(real(at, from, there, to), found, there, to);
}

static int64_t size_of(int at, const char *path) {
    struct stat file;
    return room >= 0 && fstatat(at, path, &file, AT_SYMLINK_NOFOLLOW) == 0 ? file.st_size : 0;
}

static int removed(int result, int at, const char *path, int64_t size) {
    char found[PATH_MAX];
    if (result || !below(at, path, found)) return result;
    LOCKED;
    if (room >= 0) room += size;
    tell('U', -1, 0, found, 0, 0);
    FREE;
    return result;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    int64_t size = size_of(AT_FDCWD, path);
    return removed(real(path), AT_FDCWD, path, size);
}

int unlinkat(int at, const char *path, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    int64_t size = size_of(at, path);
    return removed(real(at, path, flags), at, path, size);
}

int rmdir(const char *path) {
    REAL(int, rmdir, const char *);
    return removed(real(path), AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    char found[PATH_MAX];
    int result = real(path, mode);
    if (!result && below(AT_FDCWD, path, found)) {
        LOCKED;
        tell('M', -1, 0, found, 0, 0);
        FREE;
    }
    return result;
}

/* A full disk says so. */
#define STATVFS(name)                                                                       \
    int name(const char *path, struct name *found) {                                        \
        REAL(int, name, const char *, struct name *);                                       \
        int result = real(path, found);                                                     \
        if (!result && root_length && (room >= 0 || (broken_kinds && broken_error == ENOSPC))) \
            found->f_bavail = found->f_bfree = room > 0 ? room / found->f_frsize : 0;        \
        return result;                                                                      \
    }
STATVFS(statvfs)
STATVFS(statvfs64)

/* Nothing is copied past the calls above: whoever asks falls back on write. */
ssize_t sendfile(int out, int in, off_t *offset, size_t n) {
    (void)out, (void)in, (void)offset, (void)n;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t n) { return sendfile(out, in, (off_t *)offset, n); }

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t n, unsigned flags) {
    (void)in, (void)from, (void)out, (void)to, (void)n, (void)flags;
    errno = ENOSYS;
    return -1;
}
