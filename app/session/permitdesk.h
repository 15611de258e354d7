// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with a travel permit, step by step: which kind, its zone under the camera or its number typed twice. The
// rules alone, without devices, clock or screen. One visit's; whoever owns it wipes with clear().
#pragma once

#include "app/domain/travelpermit.h"

#include <QStringList>

#include <optional>

namespace hall {

class PermitDesk
{
public:
    enum class Step
    {
        Kind,    // which permit
        Lay,     // under the camera
        Check,   // is this what was read
        Number,  // typed
        Again    // typed once more, without sight of the first
    };
    // What went wrong the step before; said on the page, kept until the next try.
    enum class Note
    {
        None,
        Unread,         // no zone seen, or it could not be read without doubt
        WrongKind,      // a permit of the other kind
        OtherDocument,  // the zone of something else
        Expired,
        NoNumber,   // no number of this kind
        Differs,    // the two entries
        CameraOut,  // so the number is typed
        Window      // neither camera nor keys: only a person can help
    };
    // What this machine has and may use.
    struct Ways
    {
        bool camera = false;
        bool keys = false;
    };

    void setWays(const Ways &ways);  // as they are now; a camera that goes while it is needed leads to the keys
    void choose(NumberKind kind);
    void typeInstead();
    // What became of a picture. FileUnreadable, of what it is read with, counts as a
    // camera that is out.
    void read(Result<TravelPermit> permit, const QDate &today);
    void reject();  // what was read is not what is on the permit
    // One of "0123456789HM", where it may stand.
    bool type(QChar key);
    void erase();
    void clearEntry();
    void enter();               // the entry is whole
    [[nodiscard]] bool back();  // false: there is no step before
    void clear();

    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] Note note() const { return m_note; }
    [[nodiscard]] NumberKind kind() const { return m_kind; }
    [[nodiscard]] const Ways &ways() const { return m_ways; }
    [[nodiscard]] int unread() const { return m_unread; }  // pictures in vain
    [[nodiscard]] const QString &entry() const { return m_entry.reveal(); }
    [[nodiscard]] bool letterWanted() const;  // the next key is H or M
    [[nodiscard]] const std::optional<TravelPermit> &found() const { return m_found; }
    // Whom the number typed twice or the zone confirmed names; nothing before.
    [[nodiscard]] std::optional<Identity> holder() const;
    void confirm();  // what was read is right
    // What a search of the memory looks for afterwards.
    [[nodiscard]] QStringList traces() const;

private:
    void go(Step step, Note note = Note::None);

    Ways m_ways;
    Step m_step = Step::Kind;
    Note m_note = Note::None;
    NumberKind m_kind = NumberKind::Unknown;
    int m_unread = 0;
    bool m_readingOut = false;  // there is nothing to read with
    Sensitive<QString> m_entry;
    Sensitive<QString> m_first;
    std::optional<TravelPermit> m_found;
    std::optional<Identity> m_holder;
};

}  // namespace hall
