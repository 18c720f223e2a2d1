/* Send frames again and again by a packet socket, a batch a system call: what a C program gets out of the kernel's virtual devices.
 *
 *     send INTERFACE FRAMES COUNT [BATCH]
 *
 * FRAMES is a file with a frame in hexadecimal on each line; they are sent in turn.
 *
 * Prints the nanoseconds that a frame took. The receiving side runs in the same system call (veth has no queue), so this is the whole way. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { MAX_BATCH = 1024, MAX_FRAMES = 8192, LONGEST = 1514 };

int main(int argc, char **argv)
{
    static unsigned char frames[MAX_FRAMES][LONGEST];
    static struct iovec vectors[MAX_FRAMES];
    static struct mmsghdr messages[MAX_FRAMES + MAX_BATCH];
    static char line[2 * LONGEST + 2];
    struct timespec begun, done;
    long count, sent = 0, batch = 256, known = 0;

    FILE *file = argc < 4 ? NULL : fopen(argv[2], "r");
    if (!file)
        return 2;
    for (; known < MAX_FRAMES && fgets(line, sizeof line, file); known++) {
        vectors[known].iov_base = frames[known];
        for (const char *hex = line; sscanf(hex, "%2hhx", &frames[known][vectors[known].iov_len]) == 1; hex += 2)
            vectors[known].iov_len++;
    }
    fclose(file);
    if (!known)
        return 2;
    count = atol(argv[3]);
    if (argc > 4)
        batch = atol(argv[4]);
    if (batch < 1 || batch > MAX_BATCH)
        return 2;
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1]), .sll_protocol = htons(0x0800) };
    if (fd < 0 || !to.sll_ifindex || bind(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        perror(argv[1]);
        return 1;
    }
    for (long i = 0; i < known + batch; i++) {
        messages[i].msg_hdr.msg_iov = &vectors[i % known];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &begun);
    while (sent < count) {
        int now = sendmmsg(fd, messages + sent % known, batch, 0);
        if (now <= 0) {
            perror("sendmmsg");
            return 1;
        }
        sent += now;
    }
    clock_gettime(CLOCK_MONOTONIC, &done);
    printf("%ld %.1f\n", sent, ((done.tv_sec - begun.tv_sec) * 1e9 + (done.tv_nsec - begun.tv_nsec)) / sent);
    return 0;
}
