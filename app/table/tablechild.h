// SPDX-License-Identifier: GPL-3.0-or-later
// Has a stranger's table read by hall-table-reader, a process of its own that can reach nothing.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <QVector>

namespace hall {

struct TableCells
{
    QString problem;            // id in messages.json; empty = none
    QVector<QStringList> rows;  // the first is the heading; personal data
    QVector<int> lines;
};

// Of the thread it lives on. One table at a time; read() again gives up the one before.
class TableChild : public QObject
{
    Q_OBJECT

public:
    explicit TableChild(QString program, QObject *parent = nullptr);
    ~TableChild() override;

    // done() follows within `atMost` milliseconds and never before read() returns. `bytes` is what the file holds.
    void read(const QByteArray &bytes, int atMost = 5000);

Q_SIGNALS:
    void done(const hall::TableCells &cells);

private:
    void finish(const QString &problem);
    void take(const QByteArray &json);
    void drop();

    QString m_program;
    QProcess *m_process = nullptr;
    QTimer m_deadline;
};

// What the process wrote; the problem "table-reader-failed" when it is not what it should be.
[[nodiscard]] TableCells tableCellsFrom(const QByteArray &json);

}  // namespace hall
