// SPDX-License-Identifier: GPL-3.0-or-later
// Draws QML files offscreen and saves one PNG each: hall-gallery [options] FILE.qml…
// The file's root item fills the window. --import adds a folder of QML modules (a scripted Hall.Session, for example);
// --set name=value sets a property of the root item before the picture is taken.
#include <cmath>
#include <memory>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QFont>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQmlProperty>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace {

// Lets queued work, timers and image loading run before the picture is taken.
void settle(int ms)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }
}

struct Look
{
    QSize size;
    double diagonalInch = 21.5;
    QString textSize;
    QString colorMode;
};

bool applyTheme(QQmlEngine &engine, const Look &look)
{
    QQmlComponent component(&engine);
    component.setData("import QtQuick\nimport Hall.Controls\nQtObject { property QtObject theme: Theme }", QUrl());
    const std::unique_ptr<QObject> holder(component.create());
    if (!holder) {
        qWarning().noquote() << component.errorString();
        return false;
    }
    QObject *theme = holder->property("theme").value<QObject *>();
    const double diagonal = std::hypot(look.size.width(), look.size.height());
    theme->setProperty("ppm", diagonal / (look.diagonalInch * 25.4));
    theme->setProperty("portrait", look.size.height() > look.size.width());
    theme->setProperty("textSize", look.textSize);
    theme->setProperty("colorMode", look.colorMode);
    return true;
}

bool draw(QQmlEngine &engine, const Look &look, const QString &file, const QStringList &sets, const QString &out)
{
    QQmlComponent component(&engine, QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()));
    const std::unique_ptr<QObject> object(component.create());
    auto *item = qobject_cast<QQuickItem *>(object.get());
    if (!item) {
        qWarning().noquote() << component.errorString();
        return false;
    }
    for (const QString &set : sets) {
        QQmlProperty::write(item, set.section(u'=', 0, 0), set.section(u'=', 1));
    }
    QQuickWindow window;
    window.resize(look.size);
    item->setParentItem(window.contentItem());
    item->setSize(look.size);
    window.show();
    settle(500);
    const bool saved = window.grabWindow().save(out);
    item->setParentItem(nullptr);
    return saved;
}

}  // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication app(argc, argv);
    QGuiApplication::setFont(QFont(u"Noto Sans CJK SC"_s));

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({u"size"_s, u"Pixels, e.g. 1080x1920"_s, u"WxH"_s, u"1080x1920"_s});
    parser.addOption({u"inch"_s, u"Diagonal"_s, u"inch"_s, u"21.5"_s});
    parser.addOption({u"text"_s, u"normal, large, xlarge"_s, u"size"_s, u"normal"_s});
    parser.addOption({u"color"_s, u"standard, dark, light, low-glare"_s, u"mode"_s, u"standard"_s});
    parser.addOption({u"lang"_s, u"zh_CN or en"_s, u"code"_s, u"zh_CN"_s});
    parser.addOption({u"import"_s, u"Folder of QML modules"_s, u"dir"_s});
    parser.addOption({u"set"_s, u"Property of the root item"_s, u"name=value"_s});
    parser.addOption({u"out"_s, u"Folder for the pictures"_s, u"dir"_s, u"."_s});
    parser.addOption({u"suffix"_s, u"Added to each picture's name"_s, u"text"_s});
    parser.addPositionalArgument(u"FILE"_s, u"QML files"_s);
    parser.process(app);

    QTranslator translator;
    if (translator.load(u":/i18n/hall_"_s + parser.value(u"lang"_s) + u".qm"_s)) {
        QCoreApplication::installTranslator(&translator);
    }
    Look look;
    const QStringList size = parser.value(u"size"_s).split(u'x');
    look.size = QSize(size.value(0).toInt(), size.value(1).toInt());
    look.diagonalInch = parser.value(u"inch"_s).toDouble();
    look.textSize = parser.value(u"text"_s);
    look.colorMode = parser.value(u"color"_s);

    QDir().mkpath(parser.value(u"out"_s));
    bool good = true;
    for (const QString &file : parser.positionalArguments()) {
        QQmlEngine engine;
        for (const QString &folder : parser.values(u"import"_s)) {
            engine.addImportPath(folder);
        }
        engine.addImportPath(u"qrc:/qt/qml"_s);
        const QString out =
            parser.value(u"out"_s) + u'/' + QFileInfo(file).completeBaseName() + parser.value(u"suffix"_s) + u".png"_s;
        good = applyTheme(engine, look) && draw(engine, look, file, parser.values(u"set"_s), out) && good;
    }
    return good ? 0 : 1;
}
