// SPDX-License-Identifier: GPL-3.0-or-later
// Acting for another person: name and number of whom are typed from the letter of authority, which is laid under the
// camera with the other papers. The centre is asked nothing about somebody who is not here.
#include "app/catalogue/validation.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

const QString kName = QStringLiteral("principal_name");
const QString kNumber = QStringLiteral("principal_no");

}  // namespace

QVariantMap Session::delegate() const
{
    const bool offered = m_service && m_identity && !m_service->query && !m_service->delegateLetter.isEmpty() &&
                         !m_unit.active && !m_delegate.active && !unproved() && !cameraOut();
    return {{QStringLiteral("offered"), offered},
            {QStringLiteral("active"), m_delegate.active},
            {QStringLiteral("name"), maskName(m_delegate.name)}};
}

void Session::actForOther()
{
    if (m_stage != QLatin1String("intro") || m_busy || !delegate().value(QStringLiteral("offered")).toBool()) {
        return;
    }
    m_errors.clear();
    m_unread.clear();
    m_typed.clear();
    setStage(QStringLiteral("delegate"));
    refreshForm();
    Q_EMIT errorsChanged();
}

void Session::actForSelf()
{
    if (m_stage != QLatin1String("intro") || m_busy || !m_delegate.active) {
        return;
    }
    forgetDelegation();
    m_prefillAsked = false;
    m_prefillFailed = false;
    applyPrefill();
    askPrefill();
    Q_EMIT serviceChanged();
}

QVector<FormRow> Session::principalRows() const
{
    QVector<FormRow> rows;
    for (const QString &id : {kName, kNumber}) {
        FormField use;
        use.id = id;
        use.required = true;
        rows.append(rowOf(use, {kName, kNumber}));
    }
    return rows;
}

void Session::nextPrincipal()
{
    m_errors.clear();
    for (const QString &id : {kName, kNumber}) {
        const Field *field = m_services.catalogue->field(id);
        const auto wrong = isKnown(m_facts, id)
                               ? validate(*m_services.catalogue, *field, m_facts.value(id), m_facts, today())
                               : std::optional<ErrorId>(QStringLiteral("required"));
        if (wrong) {
            m_errors.append({id, *wrong});
        }
    }
    const QString number = m_facts.value(kNumber).toString();
    if (m_errors.isEmpty() && number == m_identity->number.reveal()) {
        m_errors.append({kNumber, QStringLiteral("principal-self")});
    }
    if (!m_errors.isEmpty()) {
        refreshForm();
        Q_EMIT errorsChanged();
        return;
    }
    const QString name = m_facts.value(kName).toString();
    // Nothing that was known or said about the visitor goes into another person's form.
    m_delegate.active = true;
    forgetDelegation();
    m_delegate = {true, name, number};
    m_facts.insert(kName, name);
    m_facts.insert(kNumber, number);
    m_sources.insert(kName, QStringLiteral("visitor"));
    m_sources.insert(kNumber, QStringLiteral("visitor"));
    applyPrefill();
    askPrefill();
    setStage(QStringLiteral("intro"));
    Q_EMIT serviceChanged();
}

void Session::forgetDelegation()
{
    for (const QString &id : {kName, kNumber}) {
        m_facts.remove(id);
        m_sources.remove(id);
        m_typed.remove(id);
        m_unread.remove(id);
    }
    m_errors.clear();
    if (!m_delegate.active) {
        return;
    }
    ::wipe(m_delegate.name);
    ::wipe(m_delegate.number);
    m_delegate = {};
    wipeFacts(m_facts);
    wipeFacts(m_centreFacts);
    m_disagreements.clear();
    m_sources.clear();
    m_proposed.clear();
    m_knownFor.reset();
    m_return = Return::Onward;
    dropAllPages();
    forgetSignature();
    m_transaction.reset();
}

// As the letter has it; sex and date of birth follow from the number.
SourceFacts Session::principalSources() const
{
    const NumberCheck number = checkNumber(m_delegate.number);
    Facts principal{{QStringLiteral("name"), m_delegate.name},
                    {QStringLiteral("cert_no"), m_delegate.number},
                    {QStringLiteral("cert_type"), certTypeOf(number.kind)}};
    if (number.birthDate) {
        principal.insert(QStringLiteral("birth_date"), *number.birthDate);
    }
    if (number.sex) {
        principal.insert(QStringLiteral("sex"), QString::number(*number.sex));
    }
    return {{FactSource::IdCard, principal}};
}

QVariantMap Session::principalSection() const
{
    QVariantList rows;
    for (const QString &id : {kName, kNumber}) {
        const Field *field = m_services.catalogue->field(id);
        rows.append(QVariantMap{{QStringLiteral("label"), field->label.in(m_language)},
                                {QStringLiteral("value"), shownValue(*field, m_facts.value(id), false)},
                                {QStringLiteral("source"), QStringLiteral("visitor")}});
    }
    return {{QStringLiteral("pageId"), QStringLiteral("delegate")},
            {QStringLiteral("title"), m_services.receiptWords.value(QStringLiteral("principal")).in(m_language)},
            {QStringLiteral("fixed"), true},
            {QStringLiteral("rows"), rows}};
}

}  // namespace hall
