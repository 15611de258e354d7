// SPDX-License-Identifier: GPL-3.0-or-later
// The releases of reference data that lie on this kiosk: the one in force, the one before it, and the next one, staged
// beside them. FOLDER/objects/SHA256 are files as they came, FOLDER/versions/NUMBER are whole releases (links to them,
// and manifest.json), and FOLDER/state.json says which holds: it is replaced as a whole, so after a power cut either
// the old release or the new one is in force, never a part of one. A release is only ever put into force by
// switchToStaged() and taken back by begin() or rollBack().
// Thread: beginning and switching on one thread, receiving and staging on one other at the same time.
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/refmanifest.h"

#include <QByteArray>
#include <QString>
#include <QVector>

#include <functional>
#include <mutex>

namespace hall {

class RefShelf
{
public:
    // A release that was not taken or did not hold, and why: "check" (its content is not usable), "load" (the program
    // could not use it though it was), "damaged" (not what was signed any more), "ended-early" (the program ended
    // while it began with it, kMostTries times).
    struct Refused
    {
        qint64 number = 0;
        QString code;
        bool operator==(const Refused &) const = default;
    };
    struct State
    {
        qint64 highest = 0;  // ever staged or refused; nothing up to it is taken again
        qint64 current = 0;  // 0: what the program came with
        qint64 previous = 0;
        qint64 staged = 0;         // 0: none
        bool proven = true;        // the program has run with `current`
        int tries = 0;             // to begin with `current` while it was not proven
        QVector<Refused> refused;  // the last kKeptRefusals
        bool operator==(const State &) const = default;
    };
    // Whether the release in `folder` can be used: FileInvalid and the like say no.
    using Check = std::function<Done(const QString &folder)>;

    static constexpr int kMostTries = 3;
    static constexpr int kKeptRefusals = 4;

    // `centreKey`: Ed25519, 32 bytes; of another centre than before, everything begins anew.
    RefShelf(QString folder, QByteArray centreKey);

    // Reads the state, and removes what an earlier run left unfinished. StoreIo, StoreFull.
    [[nodiscard]] Done open();
    [[nodiscard]] State state() const;  // any thread

    // --- The start of the program.
    // Folder of the release to use, every byte of it looked at; empty: what the program came with. A release that is
    // damaged, or with which the program never came up, is taken back here.
    [[nodiscard]] QString begin();
    // The release that begin() gave cannot be used: the one before is in force again. Ask begin() anew.
    void rollBack(const QString &code);
    // The program runs with it.
    [[nodiscard]] Done prove();

    // --- Receiving and staging.
    // SignatureBad, MessageInvalid; StoreDuplicate for one that is not newer than all there were.
    [[nodiscard]] Result<RefManifest> receive(const QByteArray &manifestJson);
    // Files that are not here yet, each digest once.
    [[nodiscard]] QVector<RefFile> missing(const RefManifest &manifest) const;
    [[nodiscard]] qint64 received(const RefFile &file) const;  // bytes of a file that is not whole
    // The next bytes of a file. The last ones are followed by a look at its digest: SignatureBad drops all of it.
    [[nodiscard]] Done add(const RefFile &file, const QByteArray &bytes);
    // Every file is here: builds the release, looks at it as begin() does, has it checked, and keeps it for
    // switchToStaged(). A release that does not pass is refused for good, and the fault says why. StoreIo, StoreFull:
    // nothing has changed.
    [[nodiscard]] Done stage(const QByteArray &manifestJson, const Check &check);

    // --- The switch, between two visits. StoreNotFound when nothing is staged or the one in force is not proven.
    // A fault: the one in force stays.
    [[nodiscard]] Done switchToStaged();

private:
    [[nodiscard]] QString path(const QString &name) const;
    [[nodiscard]] QString versionPath(qint64 number) const;
    [[nodiscard]] QString objectPath(const QString &sha256) const;
    [[nodiscard]] Result<RefManifest> manifestOf(const QString &folder) const;
    [[nodiscard]] Done verify(const QString &folder, qint64 number) const;
    [[nodiscard]] Done build(const RefManifest &manifest, const QByteArray &json, const QString &folder) const;
    [[nodiscard]] Done save(const State &next);
    [[nodiscard]] State readState() const;
    [[nodiscard]] State rescuedState() const;
    void refuse(State &state, qint64 number, const QString &code) const;
    void clean() const;

    QString m_folder;
    QByteArray m_centreKey;
    mutable std::mutex m_mutex;  // of m_state
    State m_state;
};

}  // namespace hall
