// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the centre now: prefill, certificates, progress. Answers live in memory only and are never queued. Every call
// answers exactly once within its deadline (3 s). A query names the visit it comes from and carries what proves that
// the person is there; the centre logs who asked for whom and why.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/ecard.h"
#include "app/protocol/licence.h"
#include "app/protocol/visitcalls.h"

#include <QFuture>
#include <QJsonObject>
#include <QString>

namespace hall {

// What proves that this person is at the kiosk, made from the card read of this visit.
struct VisitProof
{
    QString visitId;  // random per visit, UUIDv4
    Sensitive<QString> number;
    Sensitive<QString> name;
    QString source;  // "social-card", "resident-card", "e-card"
    QString region;
    QString assurance;  // "open", "possession", "holder", "staff": how sure the kiosk is of who stands there
};

struct CentreAnswer
{
    Sensitive<QByteArray> json;  // a JSON object; its shape depends on the question
};

class CentreClient
{
public:
    virtual ~CentreClient() = default;

    // Known facts about the person for a service: {"fields": {"<dictionary id>": value, …}}.
    virtual QFuture<Result<CentreAnswer>> prefill(const VisitProof &proof, const QString &service) = 0;
    // A query service's answer, e.g. emp-cert: {"fields": {…}, "found": true}. CentreNotFound when there is no record.
    virtual QFuture<Result<CentreAnswer>> query(const VisitProof &proof, const QString &service) = 0;
    // What the centre knows of a unit, told to its own clerks alone: {"fields": {"<dictionary id>": value, …}}.
    // CentreNotFound: no such unit, or this person is none of its clerks; nothing says which.
    virtual QFuture<Result<CentreAnswer>> unit(const VisitProof &proof, const QString &creditCode) = 0;
    // Pending matters and state of the person's cases: {"cases": [{"id","number","service","state","at","waiting",…}]};
    // how much of it depends on the proof's assurance (app/protocol/README.md §5).
    virtual QFuture<Result<CentreAnswer>> progress(const VisitProof &proof) = 0;
    // What the person's record suggests: {"suggestions": [{"service","need"}]}, need = a rule of needs.json.
    virtual QFuture<Result<CentreAnswer>> needs(const VisitProof &proof) = 0;

    // Electronic licences of the person, or of a unit whose clerk the person is: parseLicenceAnswer() reads the answer.
    // CentreNotFound: not for this person.
    virtual QFuture<Result<CentreAnswer>> licences(const VisitProof &proof, const LicenceQuestion &question) = 0;

    // Whom the code of an electronic card was made for: parseECardAnswer() reads the answer. CentreNotFound: nobody
    // knows the code, or its time is over, or it was used before.
    virtual QFuture<Result<CentreAnswer>> holderOf(const ECardQuestion &question) = 0;

    // Leave to read a card that only the centre can give: parseCardAuthAnswer() reads the answer. CentreNotFound: the
    // region's key service does not know the card.
    virtual QFuture<Result<CentreAnswer>> authenticateCard(const CardAuthQuestion &question) = 0;

    // What a visitor keeps for later in the day: wire::parseDraftAnswer() reads the answer. CentreNotFound (of Take):
    // nothing was kept of this person today, or the code is another one; nothing says which.
    virtual QFuture<Result<CentreAnswer>> draft(const wire::DraftCall &call) = 0;
    // A paper from the visitor's own phone: wire::parsePhonePlace() reads the answer to Open, parsePhoneFile() that to
    // Take, which is asked again until it is there. CentreNotFound: phones cannot reach the centre, or the time is
    // over.
    virtual QFuture<Result<CentreAnswer>> phone(const wire::PhoneCall &call) = 0;
    // Counts once, however often it is sent.
    virtual QFuture<Result<CentreAnswer>> rate(const wire::Rating &rating) = 0;

    // Whether the last contact succeeded; changes are for the status line only.
    [[nodiscard]] virtual bool reachable() const = 0;
};

}  // namespace hall
