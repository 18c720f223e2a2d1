/* Send one frame again and again by a packet socket, a batch a system call: what a C program gets out of the kernel's virtual devices.
 *
 *     send INTERFACE FRAME-IN-HEX COUNT [BATCH]
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

enum { MAX_BATCH = 1024 };

int main(int argc, char **argv)
{
    static unsigned char frame[9216];
    static struct mmsghdr messages[MAX_BATCH];
    struct iovec vector = { frame, 0 };
    struct timespec begun, done;
    long count, sent = 0, batch = 256;

    if (argc < 4)
        return 2;
    for (const char *hex = argv[2]; hex[0] && hex[1] && vector.iov_len < sizeof frame; hex += 2) {
        unsigned value;
        if (sscanf(hex, "%2x", &value) != 1)
            return 2;
        frame[vector.iov_len++] = value;
    }
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
    for (int i = 0; i < batch; i++) {
        messages[i].msg_hdr.msg_iov = &vector;
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &begun);
    while (sent < count) {
        int now = sendmmsg(fd, messages, batch, 0);
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
