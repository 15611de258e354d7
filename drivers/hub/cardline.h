// SPDX-License-Identifier: GPL-3.0-or-later
// The line that other programs of the trade pass a social security card on in (what iReadCardBas returns, LD/T 6001.5):
// fields in GB 18030, each followed by '|'. Pure; any thread. A line is untrusted input as a card is.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hall {

enum class CardLineForm
{
    // Region, social security number, card number, card identification number, name, reset information, version, date
    // of issue, date of validity, terminal number, terminal device; some provinces put more behind.
    Basic,
    // Card identification number, class, version, issuing institution, date of issue, date of validity, card number,
    // social security number, name, sex, ethnic group, birthplace, date of birth.
    Extended
};

struct CardLine
{
    CardLineForm form = CardLineForm::Basic;
    device::SocialCardContents contents;  // records as a card would have them; needsAuthorisation: no number or no name
    QString resetInfo;                    // historical bytes of the ATR, in hex
    QString terminal;                     // number of the terminal that read the card
    QString device;
    QStringList more;  // what a province put behind, as it stands; Basic only
};

// Which form it is, the line itself shows: Extended begins with the card identification number's 32 hex digits. Fields
// may be empty, as those of a card of version 3.00 that nobody was let read. A line break at the end is left out.
// FileInvalid: fewer than nine fields, or one that is no such field (the detail names it by its number, never what it
// says).
[[nodiscard]] Result<CardLine> readCardLine(const QByteArray &line);

// BadArgument: what readCardLine would refuse, such as a '|' or a control character in a field.
[[nodiscard]] Result<Sensitive<QByteArray>> writeCardLine(const CardLine &card);

}  // namespace hall
