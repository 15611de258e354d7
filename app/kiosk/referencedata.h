// SPDX-License-Identifier: GPL-3.0-or-later
// Reference data at this kiosk: the release in force, the fetching of the next one on a thread of its own, and the
// moment of the switch. The program switches by starting anew between two visits, so nothing of two releases is ever
// in use together, and a visit ends with what it began with.
#pragma once

#include "app/store/refshelf.h"
#include "app/sync/refclient.h"

#include <QJsonObject>
#include <QObject>
#include <QThread>

#include <memory>

namespace hall {

// What this machine has by itself, and a release is laid over.
struct KioskGround
{
    QString kiosk;         // as enrolled
    QByteArray centreKey;  // Ed25519, who signs
    QString region;        // of its hall
    QString catalogue;     // folder
};

// Whether a release can be used here as a whole: its catalogue has no defect in this hall's region, every region
// profile and the list of staff is of the centre and right, the settings are known ones, vacancies are lists of such. A
// part that the release does not have is the kiosk's own. FileInvalid, BadArgument (no hall may stand in the region
// that is set), SignatureBad, FileUnreadable; the detail names the file. Any thread.
[[nodiscard]] Done checkRelease(const QString &folder, const KioskGround &ground);

class ReferenceData : public QObject
{
    Q_OBJECT

public:
    // DATA/reference, with what ground.centreKey signed.
    ReferenceData(const QString &dataDir, KioskGround ground, QObject *parent = nullptr);
    ~ReferenceData() override;

    [[nodiscard]] Done open();
    [[nodiscard]] RefShelf &shelf() { return m_shelf; }
    // Looks for a newer release from now on. `identity` may lead through a relay.
    void start(const KioskIdentity &identity, const RefTiming &timing);
    void setCertificate(const KioskIdentity &identity);

    [[nodiscard]] bool nextWaits() const;  // for the switch
    // {"current","previous","staged","problem","refused":[{"number","code"}]}: for health and the control socket.
    [[nodiscard]] QJsonObject report() const;

Q_SIGNALS:
    void changed();  // report() does

private:
    KioskGround m_ground;
    RefShelf m_shelf;
    QThread m_thread;
    RefClient *m_client = nullptr;  // on m_thread, ends with it
    QString m_problem;
};

}  // namespace hall
