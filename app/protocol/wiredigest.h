// SPDX-License-Identifier: GPL-3.0-or-later
// Digests with which a message says what it is, so that a bit that turned on its way is seen (README.md §5, "Digests").
// Against bad memory and bad boxes, not against people: TLS and signatures are for those. Pure and thread-safe.
#pragma once

#include <QByteArray>

#include <functional>

namespace hall::wire {

inline constexpr char kContentDigestHeader[] = "Content-Digest";  // RFC 9530; of requests and answers
inline constexpr char kAnswerDigestHeader[] = "Hall-Digest";      // of the head of an answer
inline constexpr char kContentDigestCode[] = "content-digest";    // of the refusal of a request that came spoilt
inline constexpr char kHeadersDroppedCode[] = "headers-dropped";  // of one that came without what tells its meaning

// `sha-256=:…:`; a receiver compares to the byte.
[[nodiscard]] QByteArray contentDigest(const QByteArray &content);

// The value of a header of an answer, without white space around it; empty where there is none.
using HeaderValue = std::function<QByteArray(const char *name)>;
// Of the status, of Content-Digest, and of each header that a kiosk goes by; in the same form.
[[nodiscard]] QByteArray answerDigest(int status, const HeaderValue &value);

// Whether an answer is as it was sent. One without both digests is: of a centre of before, or of what stands between.
[[nodiscard]] bool answerIsWhole(int status, const QByteArray &content, const HeaderValue &value);

}  // namespace hall::wire
