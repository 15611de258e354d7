// SPDX-License-Identifier: GPL-3.0-or-later
// The code of an electronic card (电子社保卡, electronic identity): an opaque token that lives for about a minute. The
// kiosk does not look into it; the centre is asked once whom it was made for (README.md §5, POST /v1/ecard), while the
// person stands there, and never later. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QString>

namespace hall {

inline constexpr qsizetype kECardCodeLimit = 512;  // characters, as a scanner takes

// What the code is used for, as the checking services of electronic social security cards number it.
inline constexpr char kSceneQuery[] = "01";

struct ECardQuestion
{
    QString visit;  // random per visit, UUIDv4
    QString scene;  // two digits
    Sensitive<QByteArray> code;
};

[[nodiscard]] bool isECardCode(const QByteArray &code);  // 1 to 512 printable ASCII characters
[[nodiscard]] Sensitive<QByteArray> encodeECardQuestion(const ECardQuestion &question);
// Bytes from outside; MessageInvalid names the field, never what it holds.
[[nodiscard]] Result<ECardQuestion> parseECardQuestion(const QByteArray &json);

[[nodiscard]] Sensitive<QByteArray> encodeECardAnswer(const Identity &holder);
// Bytes from outside. Source is ECard; name, number and what follows from the number are looked at again here.
// MessageInvalid when it names nobody, or somebody by a number that cannot be right.
[[nodiscard]] Result<Identity> parseECardAnswer(const QByteArray &json);

}  // namespace hall
