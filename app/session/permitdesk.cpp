// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/permitdesk.h"

namespace hall {

namespace {

constexpr qsizetype longestDigits = 10;  // of a number as it was before; today eight

qsizetype longest(NumberKind kind)
{
    return longestDigits + (kind == NumberKind::HkMoPermit ? 1 : 0);
}

}  // namespace

void PermitDesk::go(Step step, Note note)
{
    if (step == Step::Lay && (!m_ways.camera || m_readingOut)) {
        step = Step::Number;
        note = note == Note::None ? Note::CameraOut : note;
    }
    if (step == Step::Number && !m_ways.keys) {
        step = Step::Kind;
        note = Note::Window;
    }
    m_step = step;
    m_note = note;
    if (step != Step::Check) {
        m_found.reset();
    }
    if (step != Step::Again) {
        wipe(m_first.reveal());
    }
    if (step != Step::Number) {
        clearEntry();
    }
}

void PermitDesk::setWays(const Ways &ways)
{
    m_ways = ways;
    if (m_step == Step::Lay && !ways.camera) {
        go(Step::Number, Note::CameraOut);
    }
}

void PermitDesk::choose(NumberKind kind)
{
    if (m_step != Step::Kind || (kind != NumberKind::HkMoPermit && kind != NumberKind::TaiwanPermit)) {
        return;
    }
    m_kind = kind;
    m_unread = 0;
    go(Step::Lay);
}

void PermitDesk::typeInstead()
{
    if ((m_step == Step::Lay || m_step == Step::Check) && m_ways.keys) {
        clearEntry();
        go(Step::Number);
    }
}

void PermitDesk::read(Result<TravelPermit> permit, const QDate &today)
{
    if (m_step != Step::Lay) {
        return;
    }
    if (!permit) {
        const FaultCode code = permit.error().code;
        m_readingOut = code == FaultCode::FileUnreadable;
        m_unread += 1;
        go(Step::Lay, m_readingOut                         ? Note::CameraOut
                      : code == FaultCode::CardUnknownKind ? Note::OtherDocument
                                                           : Note::Unread);
    } else if (permit->kind != m_kind) {
        go(Step::Lay, Note::WrongKind);
    } else if (permit->validUntil && *permit->validUntil < today) {
        go(Step::Lay, Note::Expired);
    } else {
        m_found = std::move(*permit);
        go(Step::Check);
    }
}

void PermitDesk::reject()
{
    if (m_step == Step::Check) {
        m_unread += 1;
        go(Step::Lay, Note::Unread);
    }
}

void PermitDesk::confirm()
{
    if (m_step == Step::Check && m_found) {
        m_holder = identityOf(*m_found);
    }
}

bool PermitDesk::letterWanted() const
{
    return m_kind == NumberKind::HkMoPermit && m_entry.reveal().isEmpty();
}

bool PermitDesk::type(QChar key)
{
    const bool typing = m_step == Step::Number || m_step == Step::Again;
    const bool fits = letterWanted() ? key == u'H' || key == u'M' : key >= u'0' && key <= u'9';
    QString &entry = m_entry.reveal();
    if (!typing || !fits || entry.size() >= longest(m_kind)) {
        return false;
    }
    if (entry.capacity() <= longest(m_kind)) {
        entry.reserve(longest(m_kind) + 1);  // no growing leaves a copy behind
    }
    entry.append(key);
    m_note = Note::None;
    return true;
}

void PermitDesk::erase()
{
    m_entry.reveal().chop(1);
}

void PermitDesk::clearEntry()
{
    wipe(m_entry.reveal());
}

void PermitDesk::enter()
{
    if (m_step == Step::Number) {
        const NumberCheck check = checkNumber(m_entry.reveal());
        if (check.kind != m_kind || !check.valid()) {
            m_note = Note::NoNumber;
            return;
        }
        m_first = std::move(m_entry);
        m_entry = {};
        go(Step::Again);
    } else if (m_step == Step::Again) {
        const auto number = permitNumberTypedTwice(m_kind, m_first.reveal(), m_entry.reveal());
        if (number) {
            m_holder = typedPermit(m_kind, *number);
        } else {
            clearEntry();
            go(Step::Number, Note::Differs);
        }
    }
}

bool PermitDesk::back()
{
    switch (m_step) {
    case Step::Kind:
        return false;
    case Step::Lay:
        go(Step::Kind);
        break;
    case Step::Check:
        go(Step::Lay);
        break;
    case Step::Number:
        clearEntry();
        if (m_ways.camera && !m_readingOut) {
            go(Step::Lay);
        } else {
            go(Step::Kind);
        }
        break;
    case Step::Again:
        clearEntry();
        go(Step::Number);
        break;
    }
    return true;
}

std::optional<Identity> PermitDesk::holder() const
{
    return m_holder;
}

QStringList PermitDesk::traces() const
{
    QStringList traces;
    const auto keep = [&traces](const QString &text) {
        constexpr qsizetype telling = 6;  // what is shorter is everywhere
        if (text.size() >= telling) {
            traces.append(text);
        }
    };
    keep(m_first.reveal());
    keep(m_entry.reveal());
    if (m_found) {
        traces.append({m_found->name.reveal(), m_found->number.reveal()});
    }
    return traces;
}

void PermitDesk::clear()
{
    wipe(m_first.reveal());
    clearEntry();
    m_found.reset();
    m_holder.reset();
}

}  // namespace hall
