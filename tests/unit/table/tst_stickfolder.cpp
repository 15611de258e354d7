// SPDX-License-Identifier: GPL-3.0-or-later
// What is seen and opened of a stranger's medium: tables in the top folder, and nothing else whatever lies there.
#include "app/table/stickfolder.h"

#include "app/table/tabletext.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

using hall::StickFileKind;
using hall::StickProblem;

class StickFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void kinds_data();
    void kinds();
    void tablesBeforeWorkbooks();
    void noFolder();
    void linksAreNotFollowed();
    void specialFilesAreNotOpened();
    void foldersAreNotEntered();
    void tenThousandFiles();
    void reads();
    void largeFileIsNotRead();
    void whatGrewIsNotReadOn();
    void pulledOut_data();
    void pulledOut();
    void outOfTheFolder();

private:
    [[nodiscard]] std::string folder() const { return m_dir->path().toStdString(); }
    [[nodiscard]] std::string path(const char *name) const { return folder() + '/' + name; }
    void write(const char *name, const QByteArray &bytes = "a,b\n") const
    {
        QFile file(m_dir->filePath(QString::fromUtf8(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    [[nodiscard]] QStringList seen() const
    {
        QStringList names;
        for (const hall::StickFile &file : hall::lookAtStick(folder()).files) {
            names.append(QString::fromStdString(file.name));
        }
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void StickFolderTest::kinds_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, StickFileKind kind) { QTest::newRow(name) << QByteArray(name) << int(kind); };
    row("people.csv", StickFileKind::Table);
    row("名单.CSV", StickFileKind::Table);
    row("a b.Txt", StickFileKind::Table);
    row("people.xlsx", StickFileKind::Workbook);
    row("people.et", StickFileKind::Workbook);
    row("people.csv.exe", StickFileKind::None);
    row("csv", StickFileKind::None);
    row(".people.csv", StickFileKind::None);
    row("._people.csv", StickFileKind::None);
    row("a\nb.csv", StickFileKind::None);
    row("../people.csv", StickFileKind::None);
    row("", StickFileKind::None);
}

void StickFolderTest::kinds()
{
    QFETCH(QByteArray, name);
    QFETCH(int, kind);
    QCOMPARE(int(hall::stickFileKind(name.toStdString())), kind);
}

void StickFolderTest::tablesBeforeWorkbooks()
{
    for (const char *name : {"b.csv", "a.xlsx", "a.csv", "photo.jpg", "autorun.inf"}) {
        write(name);
    }
    QCOMPARE(seen(), (QStringList{u"a.csv"_qs, u"b.csv"_qs, u"a.xlsx"_qs}));
    QVERIFY(!hall::lookAtStick(folder()).more);
    QCOMPARE(hall::lookAtStick(folder()).files[0].bytes, 4);
}

void StickFolderTest::noFolder()
{
    QVERIFY(!hall::lookAtStick({}).there);
    QVERIFY(!hall::lookAtStick(path("none")).there);
    QVERIFY(!hall::stickIsThere(path("none")));
    write("file.csv");
    QVERIFY(!hall::stickIsThere(path("file.csv")));
    QVERIFY(hall::stickIsThere(folder()));
    QVERIFY(hall::lookAtStick(folder()).there);
}

void StickFolderTest::linksAreNotFollowed()
{
    QTemporaryDir secrets;
    QFile secret(secrets.filePath(u"secret.csv"_qs));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret") == 6);
    secret.close();
    QCOMPARE(symlink(secret.fileName().toUtf8().constData(), path("link.csv").c_str()), 0);
    QCOMPARE(seen(), QStringList());
    QCOMPARE(hall::readFromStick(folder(), "link.csv").error(), StickProblem::Unreadable);
    QCOMPARE(symlink(secrets.path().toUtf8().constData(), path("folder").c_str()), 0);
    QVERIFY(!hall::lookAtStick(path("folder")).there);
    QCOMPARE(hall::readFromStick(path("folder"), "secret.csv").error(), StickProblem::Gone);
}

void StickFolderTest::specialFilesAreNotOpened()
{
    QCOMPARE(mkfifo(path("pipe.csv").c_str(), 0600), 0);
    const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(path("socket.csv").size() < sizeof address.sun_path);
    path("socket.csv").copy(address.sun_path, sizeof address.sun_path - 1);
    QCOMPARE(bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    if (mknod(path("device.csv").c_str(), S_IFCHR | 0600, makedev(1, 5)) != 0) {
        qInfo("no device: making one needs root");
    }
    QCOMPARE(seen(), QStringList());
    // Even when asked for by name: a pipe would wait for a writer for ever, /dev/zero would never end.
    QCOMPARE(hall::readFromStick(folder(), "pipe.csv").error(), StickProblem::Unreadable);
    QVERIFY(!hall::readFromStick(folder(), "socket.csv"));
    QVERIFY(!hall::readFromStick(folder(), "device.csv"));
    close(listener);
}

void StickFolderTest::foldersAreNotEntered()
{
    QVERIFY(QDir(m_dir->path()).mkpath(u"inner.csv/deeper"_qs));
    write("inner.csv/people.csv");
    QCOMPARE(seen(), QStringList());
    QCOMPARE(hall::readFromStick(folder(), "inner.csv").error(), StickProblem::Unreadable);
}

void StickFolderTest::tenThousandFiles()
{
    for (int i = 0; i < 10'000; ++i) {
        const std::string name = path(QByteArray::number(i).append(".csv").constData());
        const int file = open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        QVERIFY(file >= 0);
        close(file);
    }
    QElapsedTimer took;
    took.start();
    const hall::StickLook look = hall::lookAtStick(folder());
    QVERIFY2(took.elapsed() < 1000, qPrintable(QString::number(took.elapsed())));
    QCOMPARE(look.files.size(), hall::kStickFiles);
    QVERIFY(look.more);
}

void StickFolderTest::reads()
{
    write("people.csv", "name\nZhang\n");
    QCOMPARE(*hall::readFromStick(folder(), "people.csv"), std::string("name\nZhang\n"));
    write("empty.csv", "");
    QCOMPARE(*hall::readFromStick(folder(), "empty.csv"), std::string());
    write("people.xlsx", "PK\x03\x04");
    QCOMPARE(hall::readFromStick(folder(), "people.xlsx").error(), StickProblem::Workbook);
    write("largest.csv", QByteArray(qsizetype(hall::kTableBytes), 'a'));
    QCOMPARE(hall::readFromStick(folder(), "largest.csv")->size(), hall::kTableBytes);
}

void StickFolderTest::largeFileIsNotRead()
{
    write("large.csv");
    QCOMPARE(truncate(path("large.csv").c_str(), off_t(1) << 40), 0);  // a terabyte of nothing
    int reads = 0;
    const auto counting = [&reads](int, char *, std::size_t) {
        ++reads;
        return 0L;
    };
    QCOMPARE(hall::readFromStick(folder(), "large.csv", counting).error(), StickProblem::TooLarge);
    QCOMPARE(reads, 0);
}

// A file that has no end, whatever its size says.
void StickFolderTest::whatGrewIsNotReadOn()
{
    write("people.csv");
    std::size_t given = 0;
    const auto endless = [&given](int, char *into, std::size_t size) {
        std::fill_n(into, size, 'a');
        given += size;
        return long(size);
    };
    QCOMPARE(hall::readFromStick(folder(), "people.csv", endless).error(), StickProblem::Unreadable);
    QVERIFY(given < hall::kTableBytes + 200'000);
}

void StickFolderTest::pulledOut_data()
{
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("problem");
    QTest::newRow("input/output") << EIO << int(StickProblem::Gone);
    QTest::newRow("no device") << ENODEV << int(StickProblem::Gone);
    QTest::newRow("no address") << ENXIO << int(StickProblem::Gone);
    QTest::newRow("stale") << ESTALE << int(StickProblem::Gone);
    QTest::newRow("denied") << EACCES << int(StickProblem::Unreadable);
    QTest::newRow("ends early") << 0 << int(StickProblem::Unreadable);
}

void StickFolderTest::pulledOut()
{
    QFETCH(int, error);
    QFETCH(int, problem);
    write("people.csv", QByteArray(100'000, 'a'));
    int reads = 0;
    const auto breaking = [&](int file, char *into, std::size_t size) -> long {
        if (++reads == 1) {
            return ::read(file, into, size);
        }
        errno = error;
        return error == 0 ? 0 : -1;
    };
    QCOMPARE(int(hall::readFromStick(folder(), "people.csv", breaking).error()), problem);
    QCOMPARE(reads, 2);
}

void StickFolderTest::outOfTheFolder()
{
    QVERIFY(QDir(m_dir->path()).mkdir(u"stick"_qs));
    write("outside.csv");
    QCOMPARE(hall::readFromStick(path("stick"), "../outside.csv").error(), StickProblem::Unreadable);
    QCOMPARE(hall::readFromStick(path("stick"), "gone.csv").error(), StickProblem::Gone);
}

QTEST_GUILESS_MAIN(StickFolderTest)
#include "tst_stickfolder.moc"
