// SPDX-License-Identifier: GPL-3.0-or-later
// What a visitor keeps for later in the day, as far as one visit holds it; and its content, which is locked before it
// leaves the kiosk (app/protocol/draft.h). Personal data; Session wipes it.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"
#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace hall {

// What the visitor said, and for what. Nothing that a card or the centre said, no paper, no signature.
struct Draft
{
    QString service;  // one of the two
    QString chain;
    Facts said;  // by dictionary id
};

// Canonical JSON {"v":1,"service" or "chain","said":{…}}.
[[nodiscard]] Sensitive<QByteArray> encodeDraft(const Catalogue &catalogue, const Draft &draft);
// Bytes from another kiosk, perhaps with another catalogue: what this one does not know, or takes otherwise, is left
// out. MessageInvalid: it is no draft, or of a service that this catalogue does not have.
[[nodiscard]] Result<Draft> parseDraft(const Catalogue &catalogue, const QByteArray &json);

struct DraftVisit
{
    bool waits = false;       // the centre keeps one of this visitor
    bool ours = false;        // it was kept or taken in this visit, and goes when the case is safe
    QString state;            // "", "kept", "failed"
    Sensitive<QString> code;  // while it is shown
    QDateTime until;
    QString entry;  // digits of the code, as typed so far
    QString note;   // "", "short", "wrong", "error", "gone"
    QString from;   // stage that it was kept from
    int asked = 0;  // an answer to an earlier question is too late
};

}  // namespace hall
