// A server that throws away what it is sent and says how much it was: the far end of bench:transfer. One thread per
// connection. Answers PUT with nothing and POST …/upload as Kaltura's uploadToken.upload does.
// For rclone it passes as a WebDAV server: of any path it says that it is there, as large as the digits in it tell.
//   sink [delay in milliseconds before each answer]      prints its port
//   GET /count   bytes of bodies since the last time
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024, HEAD = 16 * 1024, FIELDS = 4096 };
static atomic_llong received;
static int delay_ms;

typedef struct {
	int fd;
	char *data;
	size_t at, end;
} Input;

static int fill(Input *in) {
	if (in->at == in->end) in->at = in->end = 0;
	if (in->end == BUFFER) return 0;
	ssize_t got = read(in->fd, in->data + in->end, BUFFER - in->end);
	if (got <= 0) return 0;
	in->end += (size_t)got;
	return 1;
}

static long long discard(Input *in, long long bytes) {
	long long left = bytes;
	while (left > 0) {
		if (in->at == in->end && !fill(in)) return -1;
		long long here = (long long)(in->end - in->at);
		if (here > left) here = left;
		in->at += (size_t)here;
		left -= here;
	}
	return bytes;
}

static int line(Input *in, char *out, size_t room) {
	size_t length = 0;
	for (;;) {
		if (in->at == in->end && !fill(in)) return 0;
		char c = in->data[in->at++];
		if (c == '\n') break;
		if (c != '\r' && length + 1 < room) out[length++] = c;
	}
	out[length] = 0;
	return 1;
}

static long long chunked(Input *in) {
	char size[64];
	for (long long total = 0;;) {
		if (!line(in, size, sizeof size)) return -1;
		long long bytes = strtoll(size, NULL, 16);
		if (discard(in, bytes) < 0 || !line(in, size, sizeof size)) return -1;
		if (bytes == 0) return total;
		total += bytes;
	}
}

// The value of a multipart field, which stands before the file.
static long long field(const char *body, const char *name) {
	char wanted[64];
	snprintf(wanted, sizeof wanted, "name=\"%s\"\r\n\r\n", name);
	const char *found = strstr(body, wanted);
	return found ? strtoll(found + strlen(wanted), NULL, 10) : 0;
}

static void token(const char *body, char *out, size_t room) {
	const char *name = "name=\"uploadTokenId\"\r\n\r\n", *found = strstr(body, name);
	size_t length = 0;
	for (const char *at = found ? found + strlen(name) : ""; *at && *at != '\r' && length + 1 < room; at++) out[length++] = *at;
	out[length] = 0;
}

// What PROPFIND wants to know of a file.
static void describe(const char *path, char *out, size_t room) {
	const char *digits = path + strcspn(path, "0123456789");
	char type[128] = "<D:resourcetype><D:collection/></D:resourcetype>";
	if (*digits) snprintf(type, sizeof type, "<D:resourcetype/><D:getcontentlength>%lld</D:getcontentlength>", strtoll(digits, NULL, 10));
	snprintf(out, room,
		"<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>%s</D:href><D:propstat><D:prop>"
		"<D:getlastmodified>Sun, 22 Nov 2026 00:00:00 GMT</D:getlastmodified>%s</D:prop>"
		"<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>", path, type);
}

static void *serve(void *argument) {
	Input in = {(int)(long)argument, malloc(BUFFER), 0, 0};
	char head[HEAD], name[1024], answer[1280], body[FIELDS + 1];
	while (line(&in, head, sizeof head)) {
		int upload = strstr(head, "action/upload") != NULL, count = strncmp(head, "GET /count", 10) == 0;
		int propfind = strncmp(head, "PROPFIND ", 9) == 0;
		char path[256] = "/";
		if (propfind) sscanf(head, "PROPFIND %255s", path);
		long long length = 0;
		int is_chunked = 0;
		while (line(&in, name, sizeof name) && name[0]) {
			if (strncasecmp(name, "content-length:", 15) == 0) length = strtoll(name + 15, NULL, 10);
			if (strncasecmp(name, "transfer-encoding:", 18) == 0) is_chunked = 1;
			if (strncasecmp(name, "expect:", 7) == 0 && write(in.fd, "HTTP/1.1 100 Continue\r\n\r\n", 25) < 0) break;
		}
		size_t fields = length < FIELDS ? (size_t)length : FIELDS;
		if (upload) {
			while (in.end - in.at < fields)
				if (in.at > 0) {
					memmove(in.data, in.data + in.at, in.end - in.at);
					in.end -= in.at;
					in.at = 0;
				} else if (!fill(&in)) break;
			memcpy(body, in.data + in.at, fields);
			for (size_t i = 0; i < fields; i++)
				if (!body[i]) body[i] = ' ';
			body[fields] = 0;
		}
		long long got = is_chunked ? chunked(&in) : discard(&in, length);
		if (got < 0) break;
		if (delay_ms) usleep((useconds_t)delay_ms * 1000);
		char json[1024] = "";
		if (propfind) describe(path, json, sizeof json);
		else if (count) snprintf(json, sizeof json, "%lld", atomic_exchange(&received, 0));
		else {
			atomic_fetch_add(&received, got);
			if (upload) {
				char id[100];
				token(body, id, sizeof id);
				snprintf(json, sizeof json, "{\"id\":\"%s\",\"status\":%d,\"uploadedFileSize\":%lld}", id,
					field(body, "finalChunk") ? 2 : 1, field(body, "resumeAt"));
			}
		}
		int size = snprintf(answer, sizeof answer,
			"HTTP/1.1 %s\r\ncontent-type: application/%s\r\ncontent-length: %zu\r\n\r\n%s",
			propfind ? "207 Multi-Status" : "200 OK", propfind ? "xml" : "json", strlen(json), json);
		if (write(in.fd, answer, (size_t)size) < 0) break;
	}
	close(in.fd);
	free(in.data);
	return NULL;
}

int main(int argc, char **argv) {
	delay_ms = argc > 1 ? atoi(argv[1]) : 0;
	signal(SIGPIPE, SIG_IGN);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 64)) return 1;
	getsockname(listener, (struct sockaddr *)&address, &size);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	for (;;) {
		int fd = accept(listener, NULL, NULL), on = 1;
		if (fd < 0) continue;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		pthread_t thread;
		pthread_create(&thread, NULL, serve, (void *)(long)fd);
		pthread_detach(thread);
	}
}
