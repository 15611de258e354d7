// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/table/tablestick.h"

#include "app/domain/base/sensitive.h"

#include <mutex>
#include <system_error>
#include <thread>

namespace hall {

namespace {

constexpr int kReadsOut = 3;  // threads that wait for a medium; more of it are not begun

// The work may wait for a medium for as long as the kernel does, so the thread is nobody's.
bool away(std::function<void()> work)
{
    try {
        std::thread(std::move(work)).detach();
    } catch (const std::system_error &) {
        return false;
    }
    return true;
}

bool same(const QVector<StickFile> &a, const std::vector<StickFile> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const StickFile &one, const StickFile &other) {
        return one.name == other.name && one.bytes == other.bytes && one.kind == other.kind;
    });
}

}  // namespace

struct TableStick::Mailbox
{
    std::mutex mutex;
    TableStick *owner = nullptr;  // null when it is gone

    void post(const std::function<void(TableStick &)> &what)
    {
        const std::lock_guard lock(mutex);
        if (TableStick *stick = owner) {
            QMetaObject::invokeMethod(
                stick, [stick, what] { what(*stick); }, Qt::QueuedConnection);
        }
    }
};

TableStick::TableStick(Options options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_child(m_options.reader), m_box(std::make_shared<Mailbox>())
{
    m_box->owner = this;
    m_left = !m_options.folder.isEmpty();
    connect(&m_child, &TableChild::done, this, [this](const TableCells &cells) {
        if (m_taken == m_reads && std::exchange(m_reading, false)) {
            Q_EMIT done(cells);
        }
    });
    connect(&m_tick, &QTimer::timeout, this, &TableStick::look);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { finish(QLatin1String(stickProblemName(StickProblem::Unreadable))); });
    m_tick.start(m_options.lookMs);
    look();
}

TableStick::~TableStick()
{
    const std::lock_guard lock(m_box->mutex);
    m_box->owner = nullptr;
}

TableStick::Place TableStick::place() const
{
    return !m_in ? Place::Out : m_left ? Place::Left : Place::In;
}

void TableStick::look()
{
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    m_lookAgain = false;
    const bool names = m_watched && !m_left;
    const bool begun = away([box = m_box, folder = m_options.folder.toStdString(), names, turn = m_turn] {
        StickLook seen;
        if (names) {
            seen = lookAtStick(folder);
        } else {
            seen.there = stickIsThere(folder);
        }
        box->post([turn, seen](TableStick &stick) { stick.take(turn, seen); });
    });
    if (!begun) {
        m_looking = false;
    }
}

void TableStick::take(int turn, const StickLook &seen)
{
    m_looking = false;
    const bool again = m_lookAgain || turn != m_turn;
    if (turn == m_turn) {
        const Place before = place();
        m_in = seen.there;
        m_left = m_left && m_in;
        const bool listed = m_watched && place() == Place::In;
        const bool news = before != place() || (listed && (m_more != seen.more || !same(m_files, seen.files)));
        if (listed) {
            m_files = QVector<StickFile>(seen.files.begin(), seen.files.end());
            m_more = seen.more;
        } else {
            forgetNames();
        }
        if (!m_in && m_readsOut > 0) {
            finish(QLatin1String(stickProblemName(StickProblem::Gone)));
        }
        if (news) {
            Q_EMIT changed();
        }
    }
    if (again) {
        look();
    }
}

void TableStick::watch(bool names)
{
    if (m_watched == names) {
        return;
    }
    m_watched = names;
    if (!names) {
        giveUp();
        forgetNames();
    }
    look();
}

void TableStick::read(int index)
{
    giveUp();
    m_reading = true;
    const int number = ++m_reads;
    const auto refuse = [this, number](StickProblem problem) {
        m_box->post([number, problem](TableStick &stick) { stick.takeBytes(number, tl::unexpected(problem)); });
    };
    ++m_readsOut;
    if (index < 0 || index >= m_files.size() || place() != Place::In) {
        refuse(StickProblem::Gone);
        return;
    }
    if (m_readsOut > kReadsOut) {
        refuse(StickProblem::Unreadable);
        return;
    }
    m_deadline.start(m_options.readMs);
    const bool begun = away([box = m_box, folder = m_options.folder.toStdString(), name = m_files[index].name, number] {
        auto bytes = std::make_shared<tl::expected<std::string, StickProblem>>(readFromStick(folder, name));
        box->post([number, bytes](TableStick &stick) { stick.takeBytes(number, std::move(*bytes)); });
    });
    if (!begun) {
        refuse(StickProblem::Unreadable);
    }
}

void TableStick::takeBytes(int number, tl::expected<std::string, StickProblem> bytes)
{
    --m_readsOut;
    if (number == m_reads && m_reading) {
        m_deadline.stop();
        if (bytes) {
            m_taken = number;
            m_child.read(QByteArray::fromStdString(*bytes));
        } else {
            look();
            finish(QLatin1String(stickProblemName(bytes.error())));
        }
    }
    if (bytes) {
        wipe(*bytes);
    }
}

void TableStick::finish(const QString &problem)
{
    m_deadline.stop();
    if (std::exchange(m_reading, false)) {
        ++m_reads;  // what still comes is too late
        Q_EMIT done({problem, {}, {}});
    }
}

void TableStick::giveUp()
{
    m_deadline.stop();
    ++m_reads;
    m_reading = false;
}

void TableStick::forgetNames()
{
    for (StickFile &file : m_files) {
        wipe(file.name);
    }
    m_files.clear();
    m_more = false;
}

void TableStick::leave()
{
    giveUp();
    forgetNames();
    m_watched = false;
    const Place before = place();
    m_left = !m_options.folder.isEmpty();
    if (before != place()) {
        Q_EMIT changed();
    }
    look();
}

void TableStick::insert(const QString &folder)
{
    remove();
    m_options.folder = folder;
    m_left = false;
    ++m_turn;
    look();
}

void TableStick::remove()
{
    m_options.folder.clear();
    ++m_turn;
    look();
}

}  // namespace hall
