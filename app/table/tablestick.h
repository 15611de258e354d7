// SPDX-License-Identifier: GPL-3.0-or-later
// The stick that a clerk brings tables on. Looks every second whether one is there, on a thread of its own: a medium
// may answer late or never. Names are read only while a visit asks for them; a stick that was there when a visit ended
// is nobody's until it has been taken out.
#pragma once

#include "app/table/stickfolder.h"
#include "app/table/tablechild.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QVector>

#include <memory>

namespace hall {

// Of the thread it lives on.
class TableStick : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString folder;  // where the medium is mounted; empty: put in by hand (insert)
        QString reader;  // the program hall-table-reader
        int lookMs = 1000;
        int readMs = 10'000;  // for the bytes of one file; a medium that takes longer is given up
    };
    enum class Place
    {
        Out,
        In,
        Left  // of an earlier visit, or from before the program began
    };

    explicit TableStick(Options options, QObject *parent = nullptr);
    ~TableStick() override;

    [[nodiscard]] Place place() const;
    // Of a stick that is in while watched; names of a person's files.
    [[nodiscard]] const QVector<StickFile> &files() const { return m_files; }
    [[nodiscard]] bool more() const { return m_more; }

    void watch(bool names);
    // done() follows, never before this returns: what the file `index` of files() holds, or why not.
    void read(int index);
    void giveUp();  // what is being read
    // The visit is over: what is in there now belongs to nobody.
    void leave();

    // Of a demonstration: the stick is that folder.
    void insert(const QString &folder);
    void remove();

Q_SIGNALS:
    void changed();  // place() or files()
    void done(const hall::TableCells &cells);

private:
    struct Mailbox;

    void look();
    void take(int turn, const StickLook &seen);
    void takeBytes(int number, tl::expected<std::string, StickProblem> bytes);
    void finish(const QString &problem);
    void forgetNames();

    Options m_options;
    TableChild m_child;
    std::shared_ptr<Mailbox> m_box;  // what a thread that comes late may still reach
    QTimer m_tick;
    QTimer m_deadline;
    int m_turn = 0;      // of the folder; an answer about another one is too late
    int m_reads = 0;     // begun
    int m_taken = 0;     // whose bytes were taken apart last
    int m_readsOut = 0;  // threads that have not come back
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_watched = false;
    bool m_reading = false;
    bool m_in = false;
    bool m_left = true;
    QVector<StickFile> m_files;
    bool m_more = false;
};

}  // namespace hall
