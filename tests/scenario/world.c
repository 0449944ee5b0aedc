/*
 * A small world for `courant`, loaded with LD_PRELOAD: names mean what a test says, public
 * addresses are served on loopback, the clocks can be moved while the program runs. The program
 * itself is unchanged and believes it all; nothing leaves the machine.
 *
 *   WORLD_NAMES   a folder. In it the file NAME has a line for each look-up, the last one for all
 *                 that follow: addresses with blanks between. NAME.count grows by a byte a look-up.
 *                 Other names are not found, but for localhost and addresses.
 *   WORLD_CLOCKS  a file of two 64-bit numbers: nanoseconds that the wall clock and the monotonic
 *                 clock are ahead.
 *
 * A connection to a public a.b.c.d goes to 127.0.0.d, with IPv6 by the last byte.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FDS 4096
#define LINE_MAX_BYTES 4096
#define NS 1000000000

int connect(int fd, const struct sockaddr *address, socklen_t len);
int getpeername(int fd, struct sockaddr *restrict address, socklen_t *restrict len);
int getaddrinfo(const char *restrict name, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict out);
int clock_gettime(clockid_t id, struct timespec *t);

static struct sockaddr_storage claimed[FDS];

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    return found;
}

/* --- names ----------------------------------------------------------------------------------- */

/* The line of this look-up; false: there is no such name. */
static bool line_of(char line[LINE_MAX_BYTES], const char *name)
{
    char path[LINE_MAX_BYTES];
    const char *folder = getenv("WORLD_NAMES");
    if (!folder || strchr(name, '/'))
        return false;
    snprintf(path, sizeof path, "%s/%s.count", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct stat about;
    if (fd < 0 || write(fd, ".", 1) != 1 || fstat(fd, &about) != 0)
        abort();
    close(fd);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "re");
    if (!f)
        return false;
    bool there = false;
    for (off_t i = 0; i < about.st_size && fgets(line, LINE_MAX_BYTES, f); i++)
        there = true;
    fclose(f);
    return there;
}

static bool is_address(const char *name)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

typedef int getaddrinfo_like(const char *, const char *, const struct addrinfo *,
                             struct addrinfo **);

int getaddrinfo(const char *restrict name, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict out)
{
    getaddrinfo_like *real = (getaddrinfo_like *)next("getaddrinfo");
    char line[LINE_MAX_BYTES], *text = line;
    if (!name || is_address(name) || strcmp(name, "localhost") == 0)
        return real(name, service, hints, out);
    if (!line_of(line, name))
        return EAI_NONAME;
    struct addrinfo wanted = hints ? *hints : (struct addrinfo){0}, **at = out;
    wanted.ai_flags |= AI_NUMERICHOST;
    *out = NULL;
    while (*text) {
        size_t len = strcspn(text, " \n");
        char *end = text + len + (text[len] != '\0');
        text[len] = '\0';
        if (len > 0)
            (void)!real(text, service, &wanted, at);
        while (*at)
            at = &(*at)->ai_next;
        text = end;
    }
    return *out ? 0 : EAI_NONAME;
}

/* --- addresses ------------------------------------------------------------------------------- */

static bool on_loopback4(const struct in_addr *address)
{
    return (ntohl(address->s_addr) >> 24) == 127;
}

typedef int connect_like(int, const struct sockaddr *, socklen_t);

int connect(int fd, const struct sockaddr *address, socklen_t len)
{
    connect_like *real = (connect_like *)next("connect");
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    if (fd < 0 || fd >= FDS || (address->sa_family != AF_INET && address->sa_family != AF_INET6))
        return real(fd, address, len);
    memset(&claimed[fd], 0, sizeof claimed[fd]);
    if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof four);
        if (on_loopback4(&four.sin_addr))
            return real(fd, address, len);
        memcpy(&claimed[fd], &four, sizeof four);
        four.sin_addr.s_addr = htonl(0x7f000000 | (ntohl(four.sin_addr.s_addr) & 0xff));
        return real(fd, (const struct sockaddr *)&four, sizeof four);
    }
    memcpy(&six, address, sizeof six);
    if (IN6_IS_ADDR_LOOPBACK(&six.sin6_addr))
        return real(fd, address, len);
    memcpy(&claimed[fd], &six, sizeof six);
    unsigned char mapped[16] = {[10] = 0xff, [11] = 0xff, [12] = 127};
    mapped[15] = six.sin6_addr.s6_addr[15];
    memcpy(six.sin6_addr.s6_addr, mapped, sizeof mapped);
    return real(fd, (const struct sockaddr *)&six, sizeof six);
}

typedef int getpeername_like(int, struct sockaddr *, socklen_t *);

int getpeername(int fd, struct sockaddr *restrict address, socklen_t *restrict len)
{
    getpeername_like *real = (getpeername_like *)next("getpeername");
    int done = real(fd, address, len);
    if (done != 0 || fd < 0 || fd >= FDS || claimed[fd].ss_family != address->sa_family)
        return done;
    /* At the same place in both kinds of address. */
    const struct sockaddr_in *told = (const struct sockaddr_in *)&claimed[fd];
    if (told->sin_port == ((const struct sockaddr_in *)address)->sin_port)
        memcpy(address, told, *len);
    return done;
}

/* --- clocks ---------------------------------------------------------------------------------- */

static const volatile int64_t *clocks_ahead(void)
{
    static const int64_t none[2];
    static const volatile int64_t *ahead;
    const char *path = getenv("WORLD_CLOCKS");
    if (ahead)
        return ahead;
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *at = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof none, PROT_READ, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close(fd);
    return ahead = at == MAP_FAILED ? none : at;
}

typedef int clock_gettime_like(clockid_t, struct timespec *);

int clock_gettime(clockid_t id, struct timespec *t)
{
    static clock_gettime_like *real;
    if (!real)
        real = (clock_gettime_like *)next("clock_gettime");
    int done = real(id, t);
    if (done != 0 || (id != CLOCK_REALTIME && id != CLOCK_MONOTONIC))
        return done;
    int64_t ahead = clocks_ahead()[id == CLOCK_MONOTONIC];
    int64_t ns = t->tv_nsec + ahead % NS;
    t->tv_sec += (time_t)(ahead / NS + (ns >= NS) - (ns < 0));
    t->tv_nsec = (long)(ns >= NS ? ns - NS : (ns < 0 ? ns + NS : ns));
    return done;
}
