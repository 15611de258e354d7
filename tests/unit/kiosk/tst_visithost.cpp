// SPDX-License-Identifier: GPL-3.0-or-later
// Pages that cannot be loaded: this program has none linked in.
#include "app/kiosk/visithost.h"

#include <QRegularExpression>
#include <QTest>

using namespace hall;

class TestVisitHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QQuickWindow::setGraphicsApi(QSGRendererInterface::Software); }

    void pagesThatAreNotThereAreAnError()
    {
        QQuickWindow window;
        VisitHost host(window, SessionServices{}, nullptr, VisitHost::Look{});
        QTest::ignoreMessage(
            QtCriticalMsg, QRegularExpression(QStringLiteral("the page tree could not be loaded: .*StaffMain\\.qml")));
        host.showStaff();
        QTRY_COMPARE(host.warnings(), 1);
        QVERIFY(!host.pagesLoaded());
        window.resize(300, 200);  // nothing there to be fitted
        QCoreApplication::processEvents();
    }

    void triedAgainItIsAnErrorAgain()
    {
        QQuickWindow window;
        VisitHost host(window, SessionServices{}, nullptr, VisitHost::Look{});
        const QRegularExpression words(QStringLiteral("the page tree could not be loaded"));
        for (int tries = 1; tries <= 2; ++tries) {
            QTest::ignoreMessage(QtCriticalMsg, words);
            host.showStaff();
            QTRY_COMPARE(host.warnings(), tries);
        }
    }
};

QTEST_MAIN(TestVisitHost)
#include "tst_visithost.moc"
