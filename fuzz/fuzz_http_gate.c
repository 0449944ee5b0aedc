/* The gate: how the bytes are cut must not change the verdict, and what it lets through has one
 * meaning. The first byte chooses the cut. */
#include "http/gate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No line of the first head may be folded, end in a bare LF or hold a control byte. */
static void check_head(str input)
{
    size_t end = str_find(input, S("\r\n\r\n"));
    ASSERT(end != STR_NPOS);
    for (size_t i = 0; i < end; i++) {
        unsigned char c = (unsigned char)input.p[i];
        ASSERT(c >= ' ' || c == '\t' || c == '\r' || c == '\n');
        ASSERT(c != '\n' || (i && input.p[i - 1] == '\r'));
        ASSERT(c != '\r' || input.p[i + 1] == '\n');
        ASSERT(c != '\n' || (input.p[i + 1] != ' ' && input.p[i + 1] != '\t'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t cut = (size_t)data[0] + 1;
    str input = str_of((const char *)data + 1, size - 1);
    struct http_gate whole, parts;
    http_gate_init(&whole, 2048, 4096);
    http_gate_init(&parts, 2048, 4096);
    size_t passed = http_gate_feed(&whole, input.p, input.len);
    ASSERT(passed <= input.len && (whole.refused || passed == input.len));
    size_t passed_parts = 0;
    for (size_t at = 0; at < input.len && !parts.refused; at += cut) {
        str part = str_sub(input, at, at + cut);
        passed_parts += http_gate_feed(&parts, part.p, part.len);
    }
    ASSERT(parts.refused == whole.refused);
    ASSERT(parts.requests == whole.requests);
    ASSERT(parts.in_request == whole.in_request && parts.in_body == whole.in_body);
    ASSERT(passed_parts >= passed && passed_parts <= input.len);
    if (whole.requests && input.p[0] != '\r')
        check_head(input);
    return 0;
}
