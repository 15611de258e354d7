// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the tst_*.qml of a folder. The scripted Hall.Session is on the import path.
#include <QFont>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QtQuickTest>

class Setup : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void applicationAvailable() { QGuiApplication::setFont(QFont(QStringLiteral("Noto Sans CJK SC"))); }
    void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral(HALL_SOURCE_DIR "/tests/ui/session"));
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    }
};

QUICK_TEST_MAIN_WITH_SETUP(hall, Setup)
#include "main.moc"
