// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/table/tablechild.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

const QString kFailed = QStringLiteral("table-reader-failed");
constexpr qint64 kAnswerLimit = 32 * 1024 * 1024;  // bytes; cells of the largest file, quoted

}  // namespace

TableChild::TableChild(QString program, QObject *parent) : QObject(parent), m_program(std::move(program))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish(kFailed); });
}

TableChild::~TableChild()
{
    drop();
}

void TableChild::drop()
{
    m_deadline.stop();
    if (m_process) {
        m_process->disconnect(this);
        m_process->kill();
        m_process->waitForFinished(1000);
        delete m_process;
        m_process = nullptr;
    }
}

void TableChild::read(const QByteArray &bytes, int atMost)
{
    drop();
    m_process = new QProcess(this);
    m_process->setProcessEnvironment(QProcessEnvironment());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(
        m_process, &QProcess::errorOccurred, this,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) {
                finish(kFailed);
            }
        },
        Qt::QueuedConnection);
    connect(m_process, &QProcess::readyReadStandardOutput, this, [this] {
        if (m_process->bytesAvailable() > kAnswerLimit) {
            finish(kFailed);
        }
    });
    connect(m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        if (code != 0 || status != QProcess::NormalExit) {
            finish(kFailed);
        } else {
            take(m_process->readAllStandardOutput());
        }
    });
    m_deadline.start(atMost);
    m_process->start(m_program, {});
    m_process->write(bytes);
    m_process->closeWriteChannel();
}

void TableChild::take(const QByteArray &json)
{
    const TableCells cells = tableCellsFrom(json);
    m_process->deleteLater();
    m_process = nullptr;
    m_deadline.stop();
    Q_EMIT done(cells);
}

void TableChild::finish(const QString &problem)
{
    if (m_process) {
        m_process->disconnect(this);
        m_process->kill();
        m_process->deleteLater();
        m_process = nullptr;
    }
    m_deadline.stop();
    Q_EMIT done({problem, {}, {}});
}

TableCells tableCellsFrom(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const QString problem = object[u"problem"].toString();
    const QJsonArray rows = object[u"rows"].toArray();
    const QJsonArray lines = object[u"lines"].toArray();
    if (!problem.isEmpty() || rows.isEmpty() || rows.size() != lines.size()) {
        return {problem.startsWith(QLatin1String("table-")) ? problem : kFailed, {}, {}};
    }
    TableCells cells;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QStringList row;
        for (const QJsonValue cell : rows[i].toArray()) {
            row.append(cell.toString());
        }
        cells.rows.append(row);
        cells.lines.append(lines[i].toInt());
    }
    return cells;
}

}  // namespace hall
