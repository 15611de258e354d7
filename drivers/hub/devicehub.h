// SPDX-License-Identifier: GPL-3.0-or-later
// The fitted devices as the rest of the kiosk sees them: Qt signals on the hub's thread (the GUI thread), decoded
// identities, and one answer per capability to "can we do this now, and if not, who must act". Knows no concrete
// driver.
#pragma once

#include "app/domain/identity.h"
#include "drivers/core/device.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <memory>
#include <vector>

namespace hall {

enum class Capability
{
    Identify,
    Capture,
    PrintReceipt,
    PrintA4,
    ScanCode,
    BeginVisit,   // nothing about the cabinet speaks against a new visit
    CheckHolder,  // whether the person is who the card is for
    Guide         // lights that show the way
};

constexpr Capability allCapabilities[] = {Capability::Identify,    Capability::Capture,  Capability::PrintReceipt,
                                          Capability::PrintA4,     Capability::ScanCode, Capability::BeginVisit,
                                          Capability::CheckHolder, Capability::Guide};

[[nodiscard]] QString capabilityName(Capability capability);  // "identify", "capture", "print-receipt", "print-a4",
                                                              // "scan-code", "begin-visit", "check-holder", "guide"

struct Serviceability
{
    bool available = false;
    std::optional<Fault> reason;  // why not, or what limits it (near end of paper)
};

// What the cabinet and the power supply say, put together. What is not fitted or not known is as if all were well.
struct CabinetState
{
    enum class Power
    {
        Mains,
        Battery,
        Low
    };
    bool doorOpen = false;
    bool presenceKnown = false;
    bool present = false;
    bool headphones = false;
    Power power = Power::Mains;
    std::optional<int> minutes;  // of the battery
    bool operator==(const CabinetState &) const = default;
};

class DeviceHub : public QObject
{
    Q_OBJECT

public:
    explicit DeviceHub(QObject *parent = nullptr);
    ~DeviceHub() override;  // stops every device

    // Before start(). The hub owns the devices.
    void addReader(std::unique_ptr<device::CardReader> reader);
    void setPrinter(std::unique_ptr<device::ReceiptPrinter> printer);
    void setPagePrinter(std::unique_ptr<device::PagePrinter> printer);
    void setCamera(std::unique_ptr<device::DocumentCamera> camera);
    void setScanner(std::unique_ptr<device::CodeScanner> scanner);
    void setCabinet(std::unique_ptr<device::Cabinet> cabinet);
    // Facts "power" and "minutes" as those of a cabinet: a UPS that is asked for itself.
    void setPowerSupply(std::unique_ptr<device::Device> supply);
    void setHolderCheck(std::unique_ptr<device::HolderCheck> check);
    // Device id → fact "identity" that it must have. Another one is refused: DeviceOther.
    void setPins(QHash<QString, QString> pins);

    void start();
    void stop();

    [[nodiscard]] QStringList deviceIds() const;  // in the order they were added
    [[nodiscard]] QStringList readerIds() const;
    [[nodiscard]] std::shared_ptr<const device::Snapshot> snapshot(const QString &deviceId) const;  // null: not fitted
    [[nodiscard]] Serviceability serviceability(Capability capability) const;
    [[nodiscard]] bool cardPresent() const;                              // any reader holds a card
    [[nodiscard]] QStringList readersWithCards() const;                  // without cards left behind
    [[nodiscard]] QString readerWithCard() const;                        // the first of them; empty when none
    [[nodiscard]] const device::PrinterProfile *printerProfile() const;  // null: no printer fitted

    // The visit is over and its card still there: nobody is signed in by it until it has been taken out. Nothing is
    // kept of what it said. Does nothing for a reader without a card. A card that lies in a reader when the hub starts
    // has been left there too.
    void leaveCard(const QString &readerId);
    [[nodiscard]] QString readerWithLeftCard() const;  // empty when none
    [[nodiscard]] bool cardLeft(const QString &readerId) const;

    // A card that keeps its holder to itself waits for leave to be read; what comes of these is told by the signals.
    // They do nothing for a reader without such a card. The rules about tries are the reader's (CardAuthorisation).
    void beginVisit();  // another visitor: tries are counted anew
    [[nodiscard]] std::shared_ptr<const device::AuthorisationNeed> waitingCard(const QString &readerId) const;
    void showPin(const QString &readerId, Sensitive<std::string> digits, bool lastTry);
    void giveLeave(const QString &readerId, device::RemoteAnswer answer);
    void skipStep(const QString &readerId, const Fault &why);  // on to the next of the region's chain
    // The card signs nobody in: what it said is forgotten, and nothing more is told of it but that it has gone.
    void giveUp(const QString &readerId);
    // Of the card that lies there and was read. NotAllowed where the reader knows no PINs.
    [[nodiscard]] QFuture<Done> changePin(const QString &readerId, Sensitive<std::string> old,
                                          Sensitive<std::string> fresh);

    // Of the card that lies there and was read: whether its PIN can be asked for, and whether one that was typed is
    // right. CardNeedsAuth where the reader knows no PINs.
    [[nodiscard]] QFuture<device::PinAnswer> askPin(const QString &readerId);
    [[nodiscard]] QFuture<device::PinAnswer> provePin(const QString &readerId, Sensitive<std::string> digits,
                                                      bool lastTry);

    void setReading(bool on);  // poll for cards
    // What the last card of a reader said while it is still there; null otherwise. For a screen that opens late.
    [[nodiscard]] std::shared_ptr<const Identity> lastIdentity(const QString &readerId) const;

    [[nodiscard]] QString scannerId() const;  // empty: no scanner fitted
    void setScanning(bool on);                // tell codes that begin from now on; off at the start

    [[nodiscard]] CabinetState cabinet() const { return m_cabinetState; }
    void light(device::Cabinet::Lights lights);

    // Taken out of use by a person, or back. A held device is not listened to. False: no such device.
    bool hold(const QString &deviceId, bool on);
    [[nodiscard]] bool held(const QString &deviceId) const { return m_held.contains(deviceId); }
    [[nodiscard]] QStringList heldDevices() const;  // in the order of deviceIds()

    [[nodiscard]] QFuture<Result<device::HolderVerdict>> checkHolder(device::ResidentPhoto photo,
                                                                     std::chrono::milliseconds deadline);
    [[nodiscard]] QFuture<Result<device::Frame>> decodePhoto(device::ResidentPhoto photo,
                                                             std::chrono::milliseconds deadline);

    [[nodiscard]] QFuture<device::PrintReport> print(device::PrintJob job, std::chrono::milliseconds deadline);
    void setPrintJournal(device::ReceiptPrinter::JournalIntent intent);  // called on the printer's thread

    // On sheets of A4. NotPrinted with why not where there is no page printer, or it cannot print now.
    [[nodiscard]] QFuture<device::PrintReport> printPages(device::PageJob job, std::chrono::milliseconds deadline);
    void cancelPages();  // PagePrinter::cancel()

    void startPreview();
    void stopPreview();
    [[nodiscard]] QFuture<Result<device::Frame>> captureStill(std::chrono::milliseconds deadline);
    // DocumentCamera::askFocus(), setFocus(), askLight(), holdLight() and setLight().
    [[nodiscard]] QFuture<Result<device::LensFocus>> askFocus(std::chrono::milliseconds deadline);
    [[nodiscard]] QFuture<Result<device::LensFocus>> setFocus(std::optional<int> value,
                                                              std::chrono::milliseconds deadline);
    [[nodiscard]] QFuture<Result<device::CameraLight>> askLight(std::chrono::milliseconds deadline);
    [[nodiscard]] QFuture<Result<device::CameraLight>> holdLight(std::chrono::milliseconds deadline);
    [[nodiscard]] QFuture<Result<device::CameraLight>> setLight(std::optional<device::CameraLight> light,
                                                                std::chrono::milliseconds deadline);

Q_SIGNALS:
    void cardArrived(const QString &readerId);
    // Any number of times before cardRead or cardFailed; the fault of the try before is in it.
    void cardWaits(const QString &readerId, std::shared_ptr<const hall::device::AuthorisationNeed> need);
    void cardRead(const QString &readerId, std::shared_ptr<const hall::Identity> identity);
    // In a reader that is out of use: nobody is signed in by it, but the staff must find their way back.
    void heldCardRead(const QString &readerId, std::shared_ptr<const hall::Identity> identity);
    void cardFailed(const QString &readerId, const hall::Fault &fault);
    void cardRemoved(const QString &readerId);
    void leftCardFound(const QString &readerId);                              // at the start, instead of cardArrived
    void codeScanned(std::shared_ptr<const hall::device::ScannedCode> code);  // only while scanning is on
    void codeUnreadable(const hall::Fault &fault);
    void frameArrived(const hall::device::Frame &frame);
    void cabinetChanged();                                                   // cabinet() is another one
    void cabinetKey(hall::device::Cabinet::Key key);                         // a press
    void identityChanged(const QString &deviceId, const QString &identity);  // told once for each that is plugged in
    void counted(const QString &deviceId, const QString &what, double by);   // for statistics
    void deviceChanged(const QString &deviceId);
    void capabilitiesChanged();

private:
    struct Reader
    {
        QString id;
        std::unique_ptr<device::CardReader> device;
        bool card = false;
        bool left = false;     // the card is an earlier visitor's, or nobody knows whose
        bool givenUp = false;  // the card that lies there stays unread
        std::shared_ptr<const device::AuthorisationNeed> need;
        std::shared_ptr<const Identity> identity;
    };

    void listenTo(device::Device &target);
    void onSnapshot(device::Device &target, const QString &id, const std::shared_ptr<const device::Snapshot> &snapshot);
    void checkIdentity(device::Device &target, const QString &id, const device::Snapshot &snapshot);
    void gatherCabinet();
    [[nodiscard]] bool usable(const QString &id) const { return !m_held.contains(id) && !m_refused.contains(id); }
    [[nodiscard]] Serviceability ofDevice(const device::Device *target) const;
    [[nodiscard]] Serviceability visits() const;
    void wire(Reader &reader);
    void onRead(const QString &id, device::CardContents contents);
    void onWaits(const QString &id, device::AuthorisationNeed need);
    [[nodiscard]] device::CardAuthorisation *authorisationOf(const QString &id) const;
    Reader *readerOf(const QString &id);
    [[nodiscard]] const Reader *readerOf(const QString &id) const;

    std::vector<std::unique_ptr<Reader>> m_readers;
    std::unique_ptr<device::ReceiptPrinter> m_printer;
    std::unique_ptr<device::PagePrinter> m_pagePrinter;
    std::unique_ptr<device::DocumentCamera> m_camera;
    std::unique_ptr<device::CodeScanner> m_scanner;
    std::unique_ptr<device::Cabinet> m_cabinet;
    std::unique_ptr<device::Device> m_supply;
    std::unique_ptr<device::HolderCheck> m_holder;
    bool m_scanning = false;
    CabinetState m_cabinetState;
    std::vector<device::Device *> m_all;  // in the order they were added
    QHash<QString, QString> m_pins;
    QHash<QString, QString> m_identities;
    QSet<QString> m_held;
    QSet<QString> m_refused;
    QHash<QString, std::shared_ptr<const device::Snapshot>> m_snapshots;
    QStringList m_order;
    bool m_started = false;
};

}  // namespace hall

Q_DECLARE_METATYPE(hall::Fault)
Q_DECLARE_METATYPE(hall::device::Frame)
Q_DECLARE_METATYPE(hall::device::Cabinet::Key)
Q_DECLARE_METATYPE(std::shared_ptr<const hall::Identity>)
Q_DECLARE_METATYPE(std::shared_ptr<const hall::device::ScannedCode>)
Q_DECLARE_METATYPE(std::shared_ptr<const hall::device::AuthorisationNeed>)
