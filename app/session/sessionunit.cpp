// SPDX-License-Identifier: GPL-3.0-or-later
// Acting for an employer or institution: its credit code is typed or scanned, the centre says what it knows of the unit
// to whoever is one of its clerks, and its services are shown until the visitor leaves it. The unit's forms know of the
// clerk no more than who handed them in; the worker they are about comes from the worker's own card, or is typed.
#include "app/catalogue/validation.h"
#include "app/session/centrefacts.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace hall {

namespace {

const QString kCode = QStringLiteral("uscc");
const QString kNumber = QStringLiteral("cert_no");
constexpr qsizetype kCodeLength = 18;                                         // GB 32100-2015
const QString kCodeKeys = QStringLiteral("0123456789ABCDEFGHJKLMNPQRTUWXY");  // no I, O, S, V, Z

}  // namespace

QString Session::homeEvent() const
{
    if (!m_unit.active) {
        return {};
    }
    const auto &all = m_services.catalogue->services();
    const auto found = std::find_if(all.begin(), all.end(), isOfUnits);
    return found == all.end() ? QString() : found->event;
}

QString Session::unitName() const
{
    const QString name = m_unit.facts.value(QStringLiteral("unit_name")).toString();
    return name.isEmpty() ? m_unit.code : name;
}

QVariantMap Session::unit() const
{
    const auto &all = m_services.catalogue->services();
    const auto found = std::find_if(all.begin(), all.end(), isOfUnits);
    return {{QStringLiteral("active"), m_unit.active},
            {QStringLiteral("confirmed"), m_unit.confirmed},
            {QStringLiteral("name"), m_unit.active ? unitName() : QString()},
            {QStringLiteral("code"), m_unit.code},
            {QStringLiteral("entry"), m_unit.entry},
            {QStringLiteral("note"), m_unit.note},
            {QStringLiteral("event"), found == all.end() ? QString() : found->event}};
}

void Session::unitStart()
{
    if (m_stage != QLatin1String("home") || !m_identity || m_unit.active) {
        return;
    }
    m_unit = {};
    // A unit's clerk is whom a card says; a number that was typed, or read from a picture, says nothing to it.
    m_unit.note = unproved() ? QStringLiteral("no-card") : QString();
    setStage(QStringLiteral("unit"));
    Q_EMIT unitChanged();
}

void Session::noteUnit(const QString &note)
{
    m_unit.note = note;
    Q_EMIT unitChanged();
}

void Session::unitKey(const QString &key)
{
    const QString sign = key.toUpper();
    if (m_stage == QLatin1String("unit") && !m_busy && sign.size() == 1 && kCodeKeys.contains(sign) &&
        m_unit.entry.size() < kCodeLength) {
        m_unit.entry += sign;
        noteUnit(unproved() ? m_unit.note : QString());
    }
}

void Session::unitErase()
{
    if (m_stage == QLatin1String("unit") && !m_busy) {
        m_unit.entry.chop(1);
        noteUnit(unproved() ? m_unit.note : QString());
    }
}

void Session::unitClear()
{
    if (m_stage == QLatin1String("unit") && !m_busy) {
        m_unit.entry.clear();
        noteUnit(unproved() ? m_unit.note : QString());
    }
}

void Session::unitEnter()
{
    if (m_stage == QLatin1String("unit") && !m_busy) {
        takeUnitCode();
    }
}

// The code on a business licence holds the credit code, alone or within an address.
void Session::unitScanned(const device::ScannedCode &code)
{
    if (m_busy) {
        return;
    }
    m_idle.touched();
    static const QRegularExpression shape(QStringLiteral("(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])"));
    const Field *field = m_services.catalogue->field(kCode);
    const std::string &text = code.text.reveal();
    auto found = shape.globalMatch(QString::fromUtf8(text.data(), qsizetype(text.size())).toUpper());
    while (found.hasNext()) {
        const QString candidate = found.next().captured();
        if (field && !validate(*m_services.catalogue, *field, candidate, {}, today())) {
            m_unit.entry = candidate;
            takeUnitCode();
            return;
        }
    }
    noteUnit(QStringLiteral("unread"));
}

void Session::takeUnitCode()
{
    const Field *field = m_services.catalogue->field(kCode);
    if (unproved()) {
        noteUnit(QStringLiteral("no-card"));
    } else if (m_unit.entry.size() < kCodeLength) {
        noteUnit(QStringLiteral("short"));
    } else if (!field || validate(*m_services.catalogue, *field, m_unit.entry, {}, today())) {
        noteUnit(QStringLiteral("check"));
    } else {
        askUnit();
    }
}

void Session::askUnit()
{
    CentreClient *centre = m_services.centre();
    if (!centre || !m_online) {
        enterUnit({}, false);
        return;
    }
    noteUnit({});
    setBusy(true);
    const QString code = m_unit.entry;
    centre->unit(proof(), code).then(this, [this, code](const Result<CentreAnswer> &answer) {
        setBusy(false);
        if (!m_identity || m_stage != QLatin1String("unit") || m_unit.entry != code) {
            return;
        }
        if (answer) {
            const QJsonObject object = QJsonDocument::fromJson(answer->json.reveal()).object();
            enterUnit(centreFacts(*m_services.catalogue, object.value(u"fields").toObject()), true);
            return;
        }
        const FaultCode fault = answer.error().code;
        if (fault == FaultCode::CentreUnreachable || fault == FaultCode::CentreTimeout) {
            enterUnit({}, false);
        } else {
            noteUnit(fault == FaultCode::CentreNotFound ? QStringLiteral("unknown") : QStringLiteral("error"));
        }
    });
}

void Session::enterUnit(Facts facts, bool confirmed)
{
    const QString code = m_unit.entry;
    forgetService();
    m_unit = {};
    m_unit.active = true;
    m_unit.confirmed = confirmed;
    m_unit.code = code;
    m_unit.facts = std::move(facts);
    m_unit.facts.insert(kCode, code);
    m_eventId = homeEvent();
    setStage(QStringLiteral("home"));
    Q_EMIT unitChanged();
    Q_EMIT homeChanged();
}

void Session::unitLeave()
{
    if (m_stage != QLatin1String("home") || !m_unit.active) {
        return;
    }
    forgetService();
    wipeActing();
    m_eventId.clear();
    Q_EMIT homeChanged();
}

void Session::wipeActing()
{
    wipeFacts(m_unit.facts);
    m_unit = {};
    m_worker = {};
    ::wipe(m_delegate.name);
    ::wipe(m_delegate.number);
    m_delegate = {};
    forgetPeople();
    Q_EMIT unitChanged();
}

SourceFacts Session::unitSources() const
{
    const Facts clerk{{QStringLiteral("handler_name"), m_identity->name.reveal()},
                      {QStringLiteral("clerk_name"), m_identity->name.reveal()},
                      {QStringLiteral("clerk_id"), m_identity->number.reveal()}};
    return {{FactSource::Employer, m_unit.facts}, {FactSource::IdCard, clerk}};
}

Applicant Session::applicant() const
{
    Applicant acting;
    if (m_unit.active) {
        acting.kind =
            m_service->applicant == QLatin1String("institution") ? ApplicantKind::Institution : ApplicantKind::Employer;
        acting.unit = m_unit.code;
    } else if (m_delegate.active) {
        acting.kind = ApplicantKind::Delegate;
        acting.principalName = Sensitive<QString>(m_delegate.name);
        acting.principalNumber = Sensitive<QString>(m_delegate.number);
    }
    return acting;
}

QVariantMap Session::worker() const
{
    bool asked = false;
    for (const FormPage &page : m_unit.active &&m_stage == QLatin1String("form") ? pages() : QVector<FormPage>()) {
        asked = asked ||
                (page.id == m_pageShown && std::any_of(page.fields.begin(), page.fields.end(),
                                                       [](const FormField &field) { return field.id == kNumber; }));
    }
    return {{QStringLiteral("offered"), asked},
            {QStringLiteral("waiting"), m_worker.waiting},
            {QStringLiteral("note"), m_worker.note}};
}

void Session::noteWorker(const QString &note)
{
    m_worker.note = note;
    Q_EMIT unitChanged();
}

void Session::readWorker()
{
    if (!worker().value(QStringLiteral("offered")).toBool() || m_busy) {
        return;
    }
    m_worker.waiting = !m_worker.waiting;
    noteWorker({});
    for (const QString &reader : m_worker.waiting ? m_services.hub->readersWithCards() : QStringList()) {
        const auto there = m_services.hub->lastIdentity(reader);
        if (there && there->number.reveal() != m_identity->number.reveal()) {
            std::ignore = takeWorkerCard(reader, *there);
            return;
        }
    }
}

bool Session::takeWorkerCard(const QString &reader, const Identity &card)
{
    if (!m_worker.waiting || m_stage != QLatin1String("form") || m_cardAway) {
        return false;
    }
    if (card.number.reveal() == m_identity->number.reveal()) {
        noteWorker(QStringLiteral("own"));
        return true;
    }
    m_idle.touched();
    if (!m_worker.readers.contains(reader)) {
        m_worker.readers.append(reader);
    }
    Q_EMIT wiping(tracesOf(card));
    if (refusal(card)) {
        noteWorker(QStringLiteral("refused"));
        return true;
    }
    Facts read = holderFacts(card);
    for (auto it = read.cbegin(); it != read.cend(); ++it) {
        if (m_service->facts.contains(it.key())) {
            m_facts.insert(it.key(), *it);
            m_sources.insert(it.key(), QStringLiteral("worker-card"));
            m_typed.remove(it.key());
            m_unread.remove(it.key());
            m_errors.removeIf([&](const FieldError &error) { return error.field == it.key(); });
        }
    }
    wipeFacts(read);
    m_worker.waiting = false;
    refreshForm();
    Q_EMIT errorsChanged();
    noteWorker(QStringLiteral("read"));
    return true;
}

}  // namespace hall
