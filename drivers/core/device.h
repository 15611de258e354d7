// SPDX-License-Identifier: GPL-3.0-or-later
// The device contract. A device publishes one immutable, versioned snapshot; its link state, what it is doing and its
// facts never appear apart. Commands are submitted to a DeviceWorker (worker.h) and end exactly once.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/executor.h"
#include "drivers/core/values.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

namespace hall::device {

// Where the link to the device stands. Being busy is not a link state.
enum class Link
{
    NotFitted,
    Absent,
    Starting,
    Ready,
    Blocked,
    Suspended,
    Held,
    Failed,
    Hung
};

[[nodiscard]] std::string_view linkName(Link link);  // "not-fitted", "absent", "starting", "ready" …

struct NotSupported
{
    bool operator==(const NotSupported &) const = default;
};
struct Unknown
{
    bool operator==(const Unknown &) const = default;
};
using Fact = std::variant<NotSupported, Unknown, bool, std::int64_t, std::string>;

struct Activity
{
    bool busy = false;
    std::string command;  // name of the running command, empty when idle
    bool operator==(const Activity &) const = default;
};

struct Snapshot
{
    std::uint64_t version = 0;
    std::string id;  // "social-card-reader", "id-card-reader", "receipt-printer", "document-camera",
                     // "code-scanner", "cabinet", "power-supply", "holder-check", "page-printer"
    Link link = Link::Absent;
    Activity activity;
    std::map<std::string, Fact> facts;  // "paper": "ok" | "near-end" | "out"; "media": "none" | "present" | "mute" …
    std::optional<Fault> fault;         // why the link is not Ready
};

// Holds the current snapshot and tells its listener about new ones. Thread-safe.
class StateBoard
{
public:
    using Listener = std::function<void(const std::shared_ptr<const Snapshot> &)>;

    explicit StateBoard(std::string id);
    ~StateBoard();
    StateBoard(const StateBoard &) = delete;
    StateBoard &operator=(const StateBoard &) = delete;

    [[nodiscard]] std::shared_ptr<const Snapshot> current() const;
    // One listener, the hub; set before the device starts. It is never called twice at a time. Without an executor it
    // is called with each new snapshot, in order of versions, with no lock held, on a thread that changes the state: on
    // the one that made this change, unless another is telling just now. With one it is called there with the newest: a
    // listener that is slow misses what was between, and nothing piles up.
    void listen(Listener listener, Executor executor = {});
    void change(const std::function<void(Snapshot &)> &edit);  // publishes only when something differs
    // Taken out of use by a person: shown as held, whatever the device says of itself, until it is put back.
    void hold(bool on);
    // It must not be used, for this reason, whatever it says of itself: shown as failed. Held comes first.
    void refuse(std::optional<Fault> why);
    // What is shown stays, nobody is told any more, and no listener is being called on another thread when it returns:
    // for a device whose thread had to be left behind. Not from the listener.
    void close();

private:
    struct Telling;
    void publish(std::unique_lock<std::mutex> lock);

    mutable std::mutex m_mutex;
    Snapshot m_own;                             // as the device says
    std::shared_ptr<const Snapshot> m_current;  // as it is shown
    bool m_held = false;
    std::optional<Fault> m_refused;
    bool m_closed = false;
    std::shared_ptr<Telling> m_telling;  // shared with tasks that may outlive the board
};

// Every device. start() and stop() are called by the owner's thread; stop() returns only when no callback can come.
class Device
{
public:
    virtual ~Device() = default;
    Device() = default;
    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;

    virtual void start() = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual StateBoard &board() = 0;
};

// Leave to read who holds a card. The calls come from the owner's thread and return at once; what comes of them is told
// by the reader's events: needsAuthorisation again, read, or failed. Without a card that waits they do nothing.
class CardAuthorisation
{
public:
    virtual ~CardAuthorisation() = default;
    CardAuthorisation() = default;
    CardAuthorisation(const CardAuthorisation &) = delete;
    CardAuthorisation &operator=(const CardAuthorisation &) = delete;

    // Another visitor: PIN tries are counted anew. At most two wrong PINs of one card are shown to it in one visit.
    virtual void beginVisit() = 0;
    // `lastTry`: the holder was told that one more wrong PIN locks the card, or may (AuthorisationNeed::lastTry), and
    // wants it all the same. Without it no PIN is shown to such a card: its last try is not used up unknowingly.
    virtual void verifyPin(Sensitive<std::string> digits, bool lastTry) = 0;
    virtual void continueRemote(RemoteAnswer answer) = 0;
    virtual void refused(Fault fault) = 0;  // this step cannot be done now (no network): on to the next of the chain
    virtual void giveUp() = 0;              // the card is let go and ends as failed(CardNeedsAuth)
    // Of the card that lies in the reader, read or not. `done` once, on the device's thread: BadArgument (no PIN of the
    // region's length), PinWrong, PinLocked, NotAllowed (it is the last try or may be, as the card does not say; or the
    // tries of this visit are used up), CardPulled …
    virtual void changePin(Sensitive<std::string> old, Sensitive<std::string> fresh,
                           std::function<void(Done)> done) = 0;
    // Of the card that lies in the reader and was read, whether a PIN was needed for that or not. `done` once, on the
    // device's thread. The tries are those of verifyPin: one count for a card and a visit.
    using PinDone = std::function<void(PinAnswer)>;
    virtual void askPin(PinDone done) = 0;  // shows none
    virtual void provePin(Sensitive<std::string> digits, bool lastTry, PinDone done) = 0;
};

// A reader that reports cards by itself: each card is read once when it arrives. All callbacks come from the
// device's own thread, in order, each once per card: foundAtStart where that holds, arrived, then read or failed, then
// removed. Between arrived and read or failed, needsAuthorisation any number of times.
class CardReader : public Device
{
public:
    struct Events
    {
        // The card lay there when the reader was first looked at after start(), or again after a long time without it:
        // nobody need be standing there.
        std::function<void()> foundAtStart;
        std::function<void()> arrived;
        // Without a listener such a card is `read` with contents that say so.
        std::function<void(AuthorisationNeed)> needsAuthorisation;
        std::function<void(CardContents)> read;
        std::function<void(Fault)> failed;
        std::function<void()> removed;
    };
    virtual void setEvents(Events events) = 0;  // before start()
    virtual void setPolling(bool on) = 0;       // off while nobody could present a card (RF field off)
    // Null: its cards never want any. Lives as long as the reader.
    [[nodiscard]] virtual CardAuthorisation *authorisation() { return nullptr; }
};

// A scanner of codes on paper or on a telephone's screen. Both callbacks come from the device's own thread, one of them
// for each code that was shown while it listened; a code that began before is told to nobody.
class CodeScanner : public Device
{
public:
    struct Events
    {
        std::function<void(ScannedCode)> scanned;
        std::function<void(Fault)> unreadable;  // what came is no code that is taken here; never what it was
    };
    virtual void setEvents(Events events) = 0;  // before start()
    virtual void setListening(bool on) = 0;     // any thread; off while no page wants a code, and at the start
};

// Prints one paper at a time. `done` is called exactly once, on the device's thread, at the deadline at the latest.
class ReceiptPrinter : public Device
{
public:
    using PrintDone = std::function<void(PrintReport)>;
    // Called before the first byte goes out; when it returns false nothing is sent and the outcome is NotPrinted.
    using JournalIntent = std::function<bool(const PrintJob &)>;
    virtual void setJournal(JournalIntent intent) = 0;  // before start()
    virtual void print(PrintJob job, std::chrono::milliseconds deadline, PrintDone done) = 0;
    [[nodiscard]] virtual const PrinterProfile &profile() const = 0;
};

// Prints sheets of A4, one document at a time. `done` is called exactly once, on the device's thread, at the deadline
// at the latest. A document whose end is not known is never sent again by the device.
class PagePrinter : public Device
{
public:
    using PrintDone = std::function<void(PrintReport)>;
    // A printer that waits for a hand (paper, a jam) is waited for until the deadline; then, and by cancel(), the
    // document is taken back from it. Reports as those of a receipt printer: proof A is the printer's own word for this
    // very document, D none. Reasons: the fault that kept it, "device.cancelled", "device.timeout" …
    virtual void print(PageJob job, std::chrono::milliseconds deadline, PrintDone done) = 0;
    virtual void cancel() = 0;  // whatever it prints or is about to; nothing otherwise. Returns at once
};

class DocumentCamera : public Device
{
public:
    using FrameSink = std::function<void(const Frame &)>;
    using StillDone = std::function<void(Result<Frame>)>;
    virtual void setPreviewSink(FrameSink sink) = 0;  // before start(); called on the device's thread, ≤ 720p, ≤ 15 fps
    virtual void startPreview() = 0;
    virtual void stopPreview() = 0;
    virtual void captureStill(std::chrono::milliseconds deadline, StillDone done) = 0;  // full resolution; done once

    // Both are answered once, on the device's command thread. DeviceNotFitted: its lens cannot be set. The lens may
    // still be on its way when they are.
    using FocusDone = std::function<void(Result<LensFocus>)>;
    virtual void askFocus(std::chrono::milliseconds deadline, FocusDone done) = 0;
    // By hand from now on, and again whenever the camera is opened, whatever comes of it now; none: as it is
    // configured. A value beyond the camera's limits becomes the limit; `now` of the answer is what the camera says it
    // has.
    virtual void setFocus(std::optional<int> value, std::chrono::milliseconds deadline, FocusDone done) = 0;

    // Answered as the focus is, with what it has afterwards. DeviceNotFitted: nothing of it can be set.
    using LightDone = std::function<void(Result<CameraLight>)>;
    virtual void askLight(std::chrono::milliseconds deadline, LightDone done) = 0;
    // While it shows pictures: stops it choosing; what it has chosen until now stays, again whenever it is opened.
    virtual void holdLight(std::chrono::milliseconds deadline, LightDone done) = 0;
    // By hand from now on, and again whenever the camera is opened, whatever comes of it now; none: as it is
    // configured. DeviceProtocol: it refused one of them.
    virtual void setLight(std::optional<CameraLight> light, std::chrono::milliseconds deadline, LightDone done) = 0;
};

// What stands around the screen: a light at each place that a visitor reaches for, the maintenance door, a sensor for
// whoever stands there, the power supply, the socket for headphones, keys to be felt. Facts, each not-supported where
// the cabinet has none: "door" "closed" | "open"; "presence" "none" | "present"; "headphones" "out" | "in";
// "power" "mains" | "battery" | "low"; "minutes" of the battery; "lights" as lightsText() says; "identity" of the
// board.
class Cabinet : public Device
{
public:
    // The lights that are on; all others are off.
    struct Lights
    {
        bool cardSlot = false;
        bool idPlate = false;
        bool camera = false;
        bool printerMouth = false;
        bool scanner = false;
        bool flashing = false;
        bool operator==(const Lights &) const = default;
    };
    enum class Key
    {
        Up,
        Down,
        Left,
        Right,
        Select,
        Back,
        Help,
        Next,
        Previous
    };
    struct Events
    {
        std::function<void(Key)> key;  // on the device's own thread, once for each press
    };
    using LightDone = std::function<void(Done)>;

    virtual void setEvents(Events events) = 0;  // before start()
    // From now on, and after every reconnection. `done` is called once, on the device's thread or this one: when the
    // board says that it is so, or with a fault within two seconds. A newer wish cancels an older one. Any thread.
    virtual void light(Lights lights, LightDone done) = 0;
};

[[nodiscard]] std::string lightsText(const Cabinet::Lights &lights);  // "none", "card-slot id-plate flashing" …
[[nodiscard]] std::string_view keyName(Cabinet::Key key);             // "up", "select", "previous" …
[[nodiscard]] std::optional<Cabinet::Key> keyFrom(std::string_view name);

// A picture of who stands there against the picture of the card. Never the only way to be let on: it says what it
// found, and the service decides.
enum class HolderVerdict
{
    Match,
    NoMatch,
    Refused  // the person did not want to, or did not look into the camera
};

// Compares the person with the card's photo, and makes a picture of that photo.
class HolderCheck : public Device
{
public:
    using CheckDone = std::function<void(Result<HolderVerdict>)>;
    using PhotoDone = std::function<void(Result<Frame>)>;
    // Each is called exactly once, on the device's thread, at the deadline at the latest. Whatever the maker's library
    // does, it ends as a fault here: DeviceNotFitted (it cannot do this), VendorCrashed, DeviceTimeout, DeviceProtocol.
    virtual void check(ResidentPhoto photo, std::chrono::milliseconds deadline, CheckDone done) = 0;
    virtual void decodePhoto(ResidentPhoto photo, std::chrono::milliseconds deadline, PhotoDone done) = 0;
};

}  // namespace hall::device
