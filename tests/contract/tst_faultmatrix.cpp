// SPDX-License-Identifier: GPL-3.0-or-later
// The fault matrix: what each device shows for each fault, who must act, how soon it is seen and how soon it is over
// once the cause is gone. The table in drivers/README.md is this one: every row there must be what happens, within the
// times it states. HALL_WRITE_MATRIX=1 writes the table anew, with times rounded up.
#include "tests/contract/fitted.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

using Seconds = std::chrono::duration<double>;

const QString readme = QStringLiteral(HALL_SOURCE_DIR "/drivers/README.md");
const QByteArray tableBegins = "<!-- fault matrix -->\n";
const QByteArray tableEnds = "<!-- end of the fault matrix -->\n";

// Limits for every device: a fault is on the screen within two seconds of being used or touched, a device that
// only falls silent within five; what nobody must act on is over within a minute.
constexpr double busy = 2;  // a machine that builds beside it
constexpr auto shownWithin = 5s;
constexpr auto healsWithin = 60s;
constexpr auto taskWithin = 25s;  // the longest deadline of a task

struct Row
{
    QString device;
    QString fault;
    QString shown;  // "absent device.disconnected", or "works on"
    QString who;
    QString task;       // how the task ended that the device was given: "read", a fault; "–" when none began
    double seen = 0;    // seconds until it was shown
    double healed = 0;  // seconds from the end of the cause until the device was ready
};

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

// The latest snapshot, to wait for.
class Eye
{
public:
    explicit Eye(Device &device)
    {
        device.board().listen([this](const std::shared_ptr<const Snapshot> &now) {
            const std::lock_guard lock(m_mutex);
            m_now = now;
            m_news.notify_all();
        });
    }
    std::optional<Seconds> waitFor(const std::function<bool(const Snapshot &)> &wanted,
                                   std::chrono::milliseconds atMost)
    {
        const auto from = Monotonic::now();
        std::unique_lock lock(m_mutex);
        const auto there = [&] { return m_now && wanted(*m_now); };
        if (!m_news.wait_for(lock, atMost, there)) {
            return std::nullopt;
        }
        return Seconds(Monotonic::now() - from);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::shared_ptr<const Snapshot> m_now;
};

bool ready(const Snapshot &now)
{
    return now.link == Link::Ready;
}

// Breaks the device, gives it work, looks what comes of it, mends it.
Row tried(const std::string &name, const std::string &fault)
{
    Fitted fit = fitted(name);
    Eye eye(*fit.device);
    fit.device->start();
    if (!eye.waitFor(ready, 5s)) {
        throw std::runtime_error(name + " does not come up");
    }
    Row row{QString::fromStdString(name), QString::fromStdString(fault), {}, {}, {}, 0, 0};
    if (const Done done = fit.breakIt(fault); !done) {
        throw std::runtime_error(done.error().detail);
    }
    fit.use();
    const auto from = Monotonic::now();
    const auto shows = [](const Snapshot &now) { return now.link != Link::Ready; };
    std::optional<Seconds> seen;
    while (!seen && *fit.answered == 0 && Monotonic::now() - from < taskWithin) {
        seen = eye.waitFor(shows, 20ms);
    }
    if (!seen) {
        seen = eye.waitFor(shows, shownWithin);  // the task was done or refused; the state may follow
    }
    if (seen) {
        row.seen = Seconds(Monotonic::now() - from).count();
        const auto now = fit.device->board().current();
        row.shown = text(linkName(now->link)) + u' ' + (now->fault ? text(now->fault->name()) : QString());
        row.who = now->fault ? text(whoName(now->fault->who())) : QString();
    } else {
        row.shown = *fit.answered > 0 ? QStringLiteral("works on") : QStringLiteral("nothing");
        row.who = QStringLiteral("nobody");
    }
    const bool begun = !isShownThings(name) || fit.called->load() > 0;
    const auto ends = Monotonic::now() + (begun ? taskWithin : 0s);
    while (*fit.answered == 0 && Monotonic::now() < ends) {
        std::this_thread::sleep_for(20ms);
    }
    row.task = *fit.answered > 0 ? QString::fromStdString(fit.outcome->word()) : QStringLiteral("–");
    fit.mend();
    fit.endUse();
    const bool hung = fit.device->board().current()->link == Link::Hung;
    if (const auto healed = hung ? std::optional<Seconds>(0) : eye.waitFor(ready, healsWithin)) {
        row.healed = healed->count();
    } else {
        row.healed = -1;
    }
    fit.device->stop();
    return row;
}

QByteArray line(const Row &row)
{
    const auto rounded = [](double seconds) { return QString::number(std::max(1.0, std::ceil(seconds + 0.7))); };
    const bool works = row.shown == QLatin1String("works on");
    const bool hung = row.shown.startsWith(QLatin1String("hung"));
    return QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n")
        .arg(row.device, row.fault, row.shown, row.who, row.task, works ? QStringLiteral("–") : rounded(row.seen),
             works || hung ? QStringLiteral("–") : rounded(row.healed))
        .toUtf8();
}

QByteArray tableHead()
{
    return "| device | fault | shown as | who must act | its task ends | seen within s | over within s |\n"
           "|---|---|---|---|---|---|---|\n";
}

struct Stated
{
    QString shown;
    QString who;
    QString task;
    double seen = 0;
    double healed = 0;
};

// device + ' ' + fault → what the README says.
QMap<QString, Stated> statedMatrix()
{
    QFile file(readme);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray all = file.readAll();
    const auto begins = all.indexOf(tableBegins);
    const auto ends = all.indexOf(tableEnds);
    QMap<QString, Stated> stated;
    if (begins < 0 || ends < begins) {
        return stated;
    }
    const QString table = QString::fromUtf8(all.mid(begins + tableBegins.size(), ends - begins - tableBegins.size()));
    const QStringList lines = table.split(u'\n', Qt::SkipEmptyParts);
    for (qsizetype i = 2; i < lines.size(); ++i) {
        QStringList cells = lines[i].split(u'|');
        if (cells.size() != 9) {
            continue;
        }
        for (QString &cell : cells) {
            cell = cell.trimmed();
        }
        stated.insert(cells[1] + u' ' + cells[2],
                      {cells[3], cells[4], cells[5], cells[6].toDouble(), cells[7].toDouble()});
    }
    return stated;
}

void writeMatrix(const QVector<Row> &rows)
{
    QFile file(readme);
    if (!file.open(QIODevice::ReadWrite)) {
        qFatal("drivers/README.md cannot be written");
    }
    QByteArray all = file.readAll();
    const auto begins = all.indexOf(tableBegins) + tableBegins.size();
    QByteArray table = tableHead();
    for (const Row &row : rows) {
        table += line(row);
    }
    all.replace(begins, all.indexOf(tableEnds) - begins, table);
    file.seek(0);
    file.write(all);
    file.resize(all.size());
}

}  // namespace

class TestFaultMatrix : public QObject
{
    Q_OBJECT

    QVector<Row> m_rows;  // in the order of the table

private Q_SLOTS:
    void initTestCase();
    void isAsWritten_data();
    void isAsWritten();
    void nothingElseIsWritten();
};

// All at once: each waits for its own times, and none takes much of the machine.
void TestFaultMatrix::initTestCase()
{
    std::vector<std::thread> threads;
    std::mutex mutex;
    for (const std::string &name : fittedNames()) {
        for (const std::string &fault : fitted(name).faults) {
            m_rows.append(Row{QString::fromStdString(name), QString::fromStdString(fault), {}, {}, {}, 0, 0});
        }
    }
    threads.reserve(static_cast<std::size_t>(m_rows.size()));
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        threads.emplace_back([this, i, &mutex, name = m_rows[i].device, fault = m_rows[i].fault] {
            const Row row = tried(name.toStdString(), fault.toStdString());
            const std::lock_guard lock(mutex);
            m_rows[i] = row;
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    for (const Row &row : std::as_const(m_rows)) {
        qInfo("%-20s %-12s %-36s %-10s %-30s seen %.2f s, over %.2f s", qPrintable(row.device), qPrintable(row.fault),
              qPrintable(row.shown), qPrintable(row.who), qPrintable(row.task), row.seen, row.healed);
    }
    if (qEnvironmentVariableIsSet("HALL_WRITE_MATRIX")) {
        writeMatrix(m_rows);
    }
}

void TestFaultMatrix::isAsWritten_data()
{
    QTest::addColumn<int>("row");
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        QTest::newRow(qPrintable(m_rows[i].device + u' ' + m_rows[i].fault)) << int(i);
    }
}

void TestFaultMatrix::isAsWritten()
{
    QFETCH(int, row);
    const Row &found = m_rows[row];
    const QMap<QString, Stated> stated = statedMatrix();
    const QString key = found.device + u' ' + found.fault;
    QVERIFY2(stated.contains(key), "no such row in drivers/README.md");
    QCOMPARE(found.shown, stated[key].shown);
    QCOMPARE(found.who, stated[key].who);
    QCOMPARE(found.task, stated[key].task);
    QVERIFY2(found.healed >= 0, "the cause is gone, and the device does not come back");
    if (found.shown == QLatin1String("works on")) {
        return;
    }
    QVERIFY2(stated[key].seen <= Seconds(shownWithin).count(), "the target is five seconds at most");
    QVERIFY2(found.seen <= busy * stated[key].seen, qPrintable(QString::number(found.seen)));
    if (found.who == QLatin1String("nobody") || found.who == QLatin1String("staff")) {
        QVERIFY2(found.healed <= busy * stated[key].healed, qPrintable(QString::number(found.healed)));
    }
}

void TestFaultMatrix::nothingElseIsWritten()
{
    QCOMPARE(statedMatrix().size(), m_rows.size());
}

QTEST_GUILESS_MAIN(TestFaultMatrix)
#include "tst_faultmatrix.moc"
