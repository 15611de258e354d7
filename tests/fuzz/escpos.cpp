// SPDX-License-Identifier: GPL-3.0-or-later
// The virtual printer under any bytes. First bytes: model, size of the portions, rows before the paper ends.
#include "drivers/sim/escposinterpreter.h"
#include "drivers/sim/virtualprinter.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using namespace hall::device;
using hall::fuzz::Input;

namespace {

constexpr std::size_t roll = 2'000;  // rows; three bytes can ask for 65,000 of feed

// Keeps a trace of everything. The paper ends after `rows` rows, and after load() at the end of the roll.
class Mechanism final : public PrintMechanism
{
public:
    explicit Mechanism(std::size_t rows, int dots) : m_end(rows), m_dots(dots) {}
    void load() { m_end = roll; }
    [[nodiscard]] const std::string &trace() const { return m_trace; }

    bool printRow(const Bytes &bits, int widthDots, int left) override
    {
        HALL_HOLDS(left >= 0 && widthDots >= 0);
        HALL_HOLDS(left == 0 || left + widthDots <= m_dots);  // what is wider than the paper begins at its edge
        HALL_HOLDS(bits.empty() || bits.size() * 8 >= static_cast<std::size_t>(widthDots));
        if (m_printed >= m_end) {
            return false;
        }
        ++m_printed;
        m_trace += 'r';
        m_trace.append(reinterpret_cast<const char *>(bits.data()), bits.size());
        return true;
    }
    bool cut(bool partial) override { return note(partial ? "p" : "c"); }
    void initialise() override { note("@"); }
    void setAutoStatus(unsigned char mask) override { note("a" + std::to_string(mask)); }
    void setCustomAutoStatus(unsigned char mask) override { note("e" + std::to_string(mask)); }
    void sendInOrderStatus(unsigned char n) override { note("s" + std::to_string(n)); }
    void sendModelInfo(unsigned char n) override { note("i" + std::to_string(n)); }
    void sendProcessId(const Bytes &id) override
    {
        HALL_HOLDS(id.size() == 4);
        note("h");
    }
    void pulseDrawer() override { note("d"); }
    void moveTicket(unsigned char n) override { note("t" + std::to_string(n)); }

private:
    bool note(const std::string &what)
    {
        m_trace += what;
        return true;
    }
    std::size_t m_printed = 0;
    std::size_t m_end;
    int m_dots;
    std::string m_trace;
};

EscPosInterpreter::Options optionsOf(std::uint8_t model)
{
    return {(model & 1) != 0 ? 384 : 576, 104, (model & 2) != 0};
}

// What is taken, then what is left, are the bytes that were sent; the paper's end is a pause and changes nothing.
std::string interpret(std::uint8_t model, std::span<const std::uint8_t> bytes, std::size_t portion, std::size_t rows)
{
    const EscPosInterpreter::Options options = optionsOf(model);
    EscPosInterpreter interpreter(options);
    Mechanism mechanism(rows, options.dots);
    std::deque<unsigned char> buffer;
    Bytes taken;
    for (std::size_t at = 0; at < bytes.size(); at += portion) {
        const auto part = bytes.subspan(at, std::min(portion, bytes.size() - at));
        buffer.insert(buffer.end(), part.begin(), part.end());
        interpreter.run(buffer, mechanism, taken);
    }
    mechanism.load();
    interpreter.run(buffer, mechanism, taken);
    HALL_HOLDS(taken.size() + buffer.size() == bytes.size());
    HALL_HOLDS(std::equal(taken.begin(), taken.end(), bytes.begin()));
    HALL_HOLDS(std::equal(buffer.rbegin(), buffer.rend(), bytes.rbegin()));
    HALL_HOLDS(interpreter.counts().unknownBytes + interpreter.counts().padding <= taken.size());
    std::string seen = mechanism.trace();
    for (const std::string &line : interpreter.takeText()) {
        HALL_HOLDS(QString::fromStdString(line).isValidUtf16());
        seen += line + '\n';
    }
    interpreter.abandon();
    HALL_HOLDS(!interpreter.insideCommand());
    return seen;
}

// The whole printer: buffer, sensors, real-time commands, answers.
void printer(std::uint8_t model, std::span<const std::uint8_t> bytes, std::size_t portion, int rows)
{
    VirtualPrinterModel built;
    built.dots = optionsOf(model).dots;
    built.dialect = static_cast<StatusDialect>(model / 4 % 3);
    built.presenter = (model & 64) != 0;
    built.latchErrors = (model & 128) != 0;
    VirtualPrinter virtualPrinter(built);
    VirtualPrinterState out;
    out.paper = SimPaper::Out;
    virtualPrinter.afterRows(rows, out);
    std::size_t accepted = 0;
    while (accepted < bytes.size()) {
        const auto part = bytes.subspan(accepted, std::min(portion, bytes.size() - accepted));
        const std::size_t taken = virtualPrinter.receive(part).bytes;
        HALL_HOLDS(taken <= part.size());
        accepted += taken;
        while (!virtualPrinter.takeAnswers(64).empty()) {
        }
        if (taken == 0) {
            HALL_HOLDS(virtualPrinter.bufferedBytes() > 0 || virtualPrinter.hung() || virtualPrinter.unplugged());
            break;
        }
    }
    virtualPrinter.afterRows(static_cast<int>(roll), out);
    virtualPrinter.setState({});
    HALL_HOLDS(virtualPrinter.receivedBytes() >= accepted);
    HALL_HOLDS(virtualPrinter.papers().size() <= static_cast<std::size_t>(virtualPrinter.paperCount()));
    virtualPrinter.powerCycle();
    HALL_HOLDS(virtualPrinter.bufferedBytes() == 0 && !virtualPrinter.insideCommand());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const std::uint8_t model = input.byte();
    const std::size_t portion = 1U + input.byte();
    const std::size_t rows = 1U + input.byte();
    const auto bytes = input.rest();
    const std::string whole = interpret(model, bytes, std::max<std::size_t>(bytes.size(), 1), roll);
    HALL_HOLDS(whole == interpret(model, bytes, portion, roll));
    HALL_HOLDS(whole == interpret(model, bytes, portion, rows));
    printer(model, bytes, portion, static_cast<int>(rows));
    return 0;
}
