// SPDX-License-Identifier: GPL-3.0-or-later
// The window as it is, in both languages: no warning, and a press of the mouse reaches the kiosk.
#include "app/dock/dockclient.h"
#include "app/dock/gallery.h"
#include "app/session/session.h"
#include "tests/unit/dock/kioskstub.h"

#include <QAccessible>
#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace hall;
using namespace std::chrono_literals;

class TestDockWindow : public QObject
{
    Q_OBJECT

private:
    static QString nameOf(QObject *thing)
    {
        QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(thing);
        return seen ? seen->text(QAccessible::Name) : QString();
    }

    // Visible, with this accessible name, which may go on.
    static QQuickItem *find(QQuickItem *top, const QString &name)
    {
        if (!top->isVisible()) {
            return nullptr;
        }
        if (nameOf(top).startsWith(name)) {
            return top;
        }
        for (QQuickItem *child : top->childItems()) {
            if (QQuickItem *found = find(child, name)) {
                return found;
            }
        }
        return nullptr;
    }

    static void press(QQuickView &view, QQuickItem *button)
    {
        const QPointF middle = button->mapToScene(QPointF(button->width() / 2, button->height() / 2));
        QTest::mouseClick(&view, Qt::LeftButton, {}, middle.toPoint());
    }

    static QByteArray paper()
    {
        QImage image(384, 900, QImage::Format_Mono);
        image.fill(1);
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return png;
    }

private Q_SLOTS:
    void initTestCase() { QAccessible::setActive(true); }

    void theWindowWorks_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("insert");
        QTest::addColumn<QString>("consent");
        QTest::addColumn<QString>("firstPaper");
        QTest::newRow("zh_CN") << QStringLiteral("zh_CN") << QStringLiteral("插入社保卡：张测试")
                               << QStringLiteral("征求同意") << QStringLiteral("第 1 张回执");
        QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("Insert card: Zhang Ceshi")
                            << QStringLiteral("Asks for consent") << QStringLiteral("Paper 1,");
    }

    void theWindowWorks()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));
        QFETCH(QString, language);
        QFETCH(QString, insert);
        QFETCH(QString, consent);
        QFETCH(QString, firstPaper);
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/i18n/hall_%1.qm").arg(language)));
        QCoreApplication::installTranslator(&translator);
        const QTemporaryDir dir;
        KioskStub kiosk;
        QVERIFY(kiosk.open(dir.filePath(QStringLiteral("s"))));
        Gallery gallery;
        QVERIFY(gallery.load(QStringLiteral(HALL_SOURCE_DIR "/resources"), language).has_value());
        DockClient dock(dir.filePath(QStringLiteral("s")), {20ms, 20ms, 5000ms, 10000ms});

        QQuickView view;
        view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        view.setResizeMode(QQuickView::SizeRootObjectToView);
        view.setInitialProperties({{QStringLiteral("dock"), QVariant::fromValue(&dock)},
                                   {QStringLiteral("gallery"), QVariant::fromValue(&gallery)}});
        view.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Hall/Dock/DockRoot.qml")));
        QCOMPARE(view.status(), QQuickView::Ready);
        view.resize(460, 900);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        dock.start();
        QTRY_VERIFY(dock.connected());

        QQuickItem *button = find(view.rootObject(), insert);
        QVERIFY(button);
        press(view, button);
        QTRY_COMPARE(kiosk.asked.size(), 1);
        QCOMPARE(kiosk.asked.constFirst().value(u"card").toString(),
                 QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/zhang-ceshi.json"));
        kiosk.status.insert(QStringLiteral("stage"), QStringLiteral("consent"));
        QTRY_VERIFY(find(view.rootObject(), consent));

        QVERIFY(!find(view.rootObject(), firstPaper));
        kiosk.png = paper();
        kiosk.papers = 2;
        QTRY_COMPARE(dock.papers().size(), 2);
        QTRY_VERIFY(find(view.rootObject(), firstPaper.replace(u'1', u'2')));

        kiosk.close();
        QTRY_VERIFY(!dock.connected());
        QTRY_VERIFY(find(view.rootObject(), dir.path()));  // it says where it looks for a kiosk
        QCoreApplication::removeTranslator(&translator);
    }

    void everyStageHasItsWords()
    {
        QFile file(QStringLiteral(HALL_SOURCE_DIR "/qml/Hall/Dock/DockWords.qml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray words = file.readAll();
        QStringList ids = Session::stageNames();
        ids << QStringLiteral("staff") << QStringLiteral("staff-pin") << QStringLiteral("staff-take-card");
        for (const char *device :
             {"social-card-reader", "id-card-reader", "document-camera", "receipt-printer", "code-scanner"}) {
            ids << QLatin1String(device) << DockClient::faultsOf(QLatin1String(device));
        }
        for (const QString &id : std::as_const(ids)) {
            QVERIFY2(words.contains("case \"" + id.toUtf8() + "\":"), qPrintable(id));
        }
    }
};

QTEST_MAIN(TestDockWindow)
#include "tst_window.moc"
