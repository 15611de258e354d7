// SPDX-License-Identifier: GPL-3.0-or-later
// A cabinet's controller board on a serial line (boardline.h), and its keys where they are a keyboard of their own.
#pragma once

#include "drivers/cabinet/boardline.h"
#include "drivers/cabinet/keypad.h"
#include "drivers/core/device.h"
#include "drivers/transport/linekeeper.h"

#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace hall::device {

struct CabinetOptions
{
    std::string id = "cabinet";
    std::chrono::milliseconds look{100};          // between two looks at whether there is something to say
    std::chrono::milliseconds askEvery{1000};     // the board is asked how it stands; it tells changes by itself
    std::chrono::milliseconds silence{2500};      // without a whole sentence: it has failed
    std::chrono::milliseconds lightTime{2000};    // for the board's word that a light is on
    std::chrono::milliseconds writeTime{500};     // for one sentence to go out
    std::chrono::milliseconds keypadPause{1000};  // before keys that are away are looked for again
    LineKeeper::Options line{.openTime = std::chrono::milliseconds(1000),
                             .recovery = {.rungs = {Rung::Reopen, Rung::PortReset}}};
};

class CabinetBoard final : public Cabinet
{
public:
    // `keypad`: events of the kernel (EvdevTransport), or null when the board tells keys itself or there are none.
    explicit CabinetBoard(std::shared_ptr<ByteTransport> line, std::shared_ptr<ByteTransport> keypad = {},
                          CabinetOptions options = {});
    ~CabinetBoard() override;

    void setEvents(Events events) override;
    void light(Lights lights, LightDone done) override;
    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override { return m_board; }

private:
    struct Wish
    {
        unsigned bits = 0;
        Monotonic::time_point until;
        LightDone done;
    };

    Done talk(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop);
    Done exchange(LineKeeper &keeper, ByteTransport &line);
    Done take(LineKeeper &keeper, const Sentence &sentence);
    Done sendLights(ByteTransport &line);
    void show(const BoardState &state);
    void answer(const Done &with);  // the wish that waits, if there is one
    void answerLate();
    void keys(const std::stop_token &stop);
    void showKeypad(const char *state);

    const std::shared_ptr<ByteTransport> m_line;
    const std::shared_ptr<ByteTransport> m_keypad;
    const CabinetOptions m_options;
    Events m_events;
    StateBoard m_board;

    std::mutex m_mutex;
    unsigned m_wanted = 0;  // lights, also across reconnections
    std::optional<Wish> m_wish;
    bool m_talking = false;  // the board is there

    // Of the line's thread.
    SentenceReader m_reader;
    std::optional<unsigned> m_sent;  // lights, in this connection
    Monotonic::time_point m_heard;   // the last whole sentence
    Monotonic::time_point m_asked;
    bool m_known = false;  // it has said who it is
    bool m_ready = false;

    std::unique_ptr<LineKeeper> m_keeper;  // while started
    std::jthread m_keys;
};

}  // namespace hall::device
