// SPDX-License-Identifier: GPL-3.0-or-later
// hall-dock: a presenter's or trainer's hands beside a kiosk that runs with --demo.
#include "app/dock/dockclient.h"
#include "app/dock/gallery.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QFont>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QScreen>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>

namespace {

constexpr QSize deskSize(460, 900);      // pixels
constexpr QSize smallestSize(340, 400);  // pixels
constexpr int usageExit = 2;

// Where hall-kiosk listens when nothing else is said.
QString defaultSocket()
{
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QDir(runtime.isEmpty() ? QDir::tempPath() : runtime).filePath(QStringLiteral("hall-kiosk.sock"));
}

// Installed beside the program, or the tree it was built from.
QString defaultResources()
{
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../share/hallkiosk"));
    return QFileInfo::exists(beside) ? QDir::cleanPath(beside) : QStringLiteral(HALL_RESOURCES);
}

// At the right edge of the desk: the kiosk's window begins at the left.
void place(QQuickView &view)
{
    const QRect desk = view.screen()->availableGeometry();
    const QSize size = deskSize.boundedTo(desk.size()).expandedTo(smallestSize);
    view.setMinimumSize(smallestSize);
    view.setGeometry(desk.right() + 1 - size.width(), desk.top(), size.width(), size.height());
}

}  // namespace

int main(int argc, char **argv)
{
    using namespace hall;
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("hall-dock"));
    QGuiApplication::setApplicationVersion(QStringLiteral(HALL_VERSION));
    QGuiApplication::setFont(QFont(QStringLiteral("Noto Sans CJK SC")));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The dev dock of a kiosk that runs with --demo."));
    parser.addHelpOption();
    parser.addOptions({{QStringLiteral("control"), QStringLiteral("The kiosk's control socket."),
                        QStringLiteral("SOCKET"), defaultSocket()},
                       {QStringLiteral("resources"), QStringLiteral("Folder of the resources."), QStringLiteral("DIR"),
                        defaultResources()},
                       {QStringLiteral("lang"), QStringLiteral("Language: zh_CN or en."), QStringLiteral("xx_YY"),
                        QStringLiteral("zh_CN")}});
    const bool understood = parser.parse(QGuiApplication::arguments());
    const QString language = parser.value(QStringLiteral("lang"));
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return 0;
    }
    if (!understood || !parser.positionalArguments().isEmpty() ||
        (language != QLatin1String("zh_CN") && language != QLatin1String("en"))) {
        std::fprintf(stderr, "hall-dock: %s (hall-dock --help)\n",
                     qPrintable(understood ? QStringLiteral("wrong use") : parser.errorText()));
        return usageExit;
    }

    QTranslator translator;
    if (translator.load(QStringLiteral(":/i18n/hall_%1.qm").arg(language))) {
        QCoreApplication::installTranslator(&translator);
    }
    Gallery gallery;
    if (const Done loaded = gallery.load(parser.value(QStringLiteral("resources")), language); !loaded) {
        std::fprintf(stderr, "hall-dock: %s\n", loaded.error().detail.c_str());
        return 1;
    }
    DockClient client(parser.value(QStringLiteral("control")));

    QQuickView view;
    view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    view.setResizeMode(QQuickView::SizeRootObjectToView);
    view.setInitialProperties({{QStringLiteral("dock"), QVariant::fromValue(&client)},
                               {QStringLiteral("gallery"), QVariant::fromValue(&gallery)}});
    view.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Hall/Dock/DockRoot.qml")));
    if (view.status() != QQuickView::Ready) {
        return 1;  // the engine has said why
    }
    view.setTitle(view.rootObject()->property("title").toString());
    place(view);
    view.show();
    client.start();
    return QGuiApplication::exec();
}
