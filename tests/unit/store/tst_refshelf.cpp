// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/digest.h"
#include "app/store/refshelf.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

using namespace hall;

namespace {

using Content = QMap<QString, QByteArray>;

Done good(const QString &)
{
    return {};
}

}  // namespace

class TestRefShelf : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] RefShelf shelf() const { return RefShelf(m_dir->path(), m_centre.publicKey()); }
    [[nodiscard]] QByteArray release(qint64 number, const Content &content) const;
    void bring(RefShelf &shelf, const QByteArray &json, const Content &content) const;
    void stageOf(RefShelf &shelf, qint64 number, const Content &content) const;
    [[nodiscard]] bool takeNext(RefShelf &running) const;
    [[nodiscard]] static Content contentOf(const QString &folder);
    [[nodiscard]] QString inDir(const char *name) const { return m_dir->filePath(QLatin1String(name)); }
    void spoil(const QString &path) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    Signer m_centre = Signer::generate();
    const Content m_one{{QStringLiteral("catalogue/dictionary.json"), "{\"one\":1}"},
                        {QStringLiteral("staff/staff.json"), "{}"}};
    const Content m_two{{QStringLiteral("catalogue/dictionary.json"), "{\"two\":2}"},
                        {QStringLiteral("staff/staff.json"), "{}"},
                        {QStringLiteral("vacancies/empty.json"), ""}};

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void beginsWithWhatTheProgramCameWith();
    void stagedIsNotInForceBeforeTheSwitch();
    void onlyWhatIsNotHereIsFetched();
    void anOldReleaseIsNotTakenAgain();
    void anotherCentreIsNotBelieved();
    void aFileThatIsNotAsSignedIsDropped();
    void moreThanAnnouncedIsDropped();
    void aReleaseThatFailsItsCheckIsRefusedForGood();
    void aDiskThatFailsRefusesNothing();
    void aReleaseThatDoesNotLoadIsTakenBack();
    void aReleaseTheProgramEndsWithIsTakenBack();
    void aDamagedReleaseIsTakenBack_data();
    void aDamagedReleaseIsTakenBack();
    void noSwitchFromAReleaseThatIsNotProven();
    void anotherCentreBeginsAnew();
    void aLostStateIsFoundAgain();
    void oldReleasesGo();
    void aFileGoesOnAfterARestart();
    void anyCutLeavesOneWholeRelease();
    void killedAtAnyMomentLeavesOneWholeRelease();
};

QByteArray TestRefShelf::release(qint64 number, const Content &content) const
{
    RefManifest manifest{number, 1, {}};
    for (auto it = content.begin(); it != content.end(); ++it) {
        manifest.files.append({it.key(), sha256Hex(it.value()), it.value().size()});
    }
    return *signRefManifest(manifest, m_centre);
}

void TestRefShelf::bring(RefShelf &shelf, const QByteArray &json, const Content &content) const
{
    const auto manifest = shelf.receive(json);
    QVERIFY(manifest.has_value());
    for (const RefFile &file : shelf.missing(*manifest)) {
        QVERIFY(shelf.add(file, content.value(file.path)).has_value());
    }
    QVERIFY(shelf.missing(*manifest).isEmpty());
}

void TestRefShelf::stageOf(RefShelf &shelf, qint64 number, const Content &content) const
{
    const QByteArray json = release(number, content);
    bring(shelf, json, content);
    QVERIFY(shelf.stage(json, good).has_value());
    QCOMPARE(shelf.state().staged, number);
}

Content TestRefShelf::contentOf(const QString &folder)
{
    Content content;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        const QString path = QDir(folder).relativeFilePath(file.fileName());
        if (path != QLatin1String("manifest.json") && file.open(QIODevice::ReadOnly)) {
            content.insert(path, file.readAll());
        }
    }
    return content;
}

void TestRefShelf::spoil(const QString &path) const
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x20);
    file.seek(0);
    file.write(bytes);
}

void TestRefShelf::beginsWithWhatTheProgramCameWith()
{
    RefShelf empty = shelf();
    QVERIFY(empty.open().has_value());
    QCOMPARE(empty.begin(), QString());
    QCOMPARE(empty.state(), RefShelf::State());
    QCOMPARE(empty.switchToStaged().error().code, FaultCode::StoreNotFound);
    empty.rollBack(QStringLiteral("load"));  // there is nothing to go back from
    QCOMPARE(empty.state(), RefShelf::State());
}

void TestRefShelf::stagedIsNotInForceBeforeTheSwitch()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    QCOMPARE(running.begin(), QString());
    RefShelf again = shelf();  // a restart is no switch
    QVERIFY(again.open().has_value());
    QCOMPARE(again.begin(), QString());
    QVERIFY(again.switchToStaged().has_value());
    RefShelf after = shelf();
    QVERIFY(after.open().has_value());
    QCOMPARE(contentOf(after.begin()), m_one);
    QVERIFY(after.prove().has_value());
    stageOf(after, 2, m_two);
    QCOMPARE(contentOf(after.begin()), m_one);
    QVERIFY(after.switchToStaged().has_value());
    QCOMPARE(contentOf(after.begin()), m_two);
    QCOMPARE(after.state().previous, 1);
}

void TestRefShelf::onlyWhatIsNotHereIsFetched()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    const auto manifest = running.receive(release(2, m_two));
    QVERIFY(manifest.has_value());
    QStringList missing;
    for (const RefFile &file : running.missing(*manifest)) {
        missing.append(file.path);
    }
    QCOMPARE(missing,
             QStringList({QStringLiteral("catalogue/dictionary.json"), QStringLiteral("vacancies/empty.json")}));
}

void TestRefShelf::anOldReleaseIsNotTakenAgain()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 5, m_two);
    for (const qint64 number : {5, 4, 1}) {
        QCOMPARE(running.receive(release(number, m_one)).error().code, FaultCode::StoreDuplicate);
        QCOMPARE(running.stage(release(number, m_one), good).error().code, FaultCode::StoreDuplicate);
    }
    RefShelf again = shelf();
    QVERIFY(again.open().has_value());
    QCOMPARE(again.receive(release(4, m_one)).error().code, FaultCode::StoreDuplicate);
    QVERIFY(again.receive(release(6, m_one)).has_value());
}

void TestRefShelf::anotherCentreIsNotBelieved()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    const QByteArray theirs =
        *signRefManifest({9, 1, {{QStringLiteral("staff/staff.json"), sha256Hex("{}"), 2}}}, Signer::generate());
    QCOMPARE(running.receive(theirs).error().code, FaultCode::SignatureBad);
    QCOMPARE(running.stage(theirs, good).error().code, FaultCode::SignatureBad);
    QCOMPARE(running.state(), RefShelf::State());
}

void TestRefShelf::aFileThatIsNotAsSignedIsDropped()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    const QByteArray json = release(1, m_one);
    const auto manifest = running.receive(json);
    const RefFile file = running.missing(*manifest).first();
    QVERIFY(running.add(file, "{\"o").has_value());
    QCOMPARE(running.received(file), 3);
    QCOMPARE(running.add(file, "NE\":1}").error().code, FaultCode::SignatureBad);
    QCOMPARE(running.received(file), 0);
    QCOMPARE(running.missing(*manifest).first(), file);
    QVERIFY(!running.stage(json, good).has_value());  // not all is here
    QCOMPARE(running.state().staged, 0);
    bring(running, json, m_one);
    spoil(m_dir->filePath(QStringLiteral("objects/") + file.sha256));  // a bit of the disk
    QCOMPARE(running.stage(json, good).error().code, FaultCode::SignatureBad);
    QCOMPARE(running.state().staged, 0);
    bring(running, json, m_one);  // fetched anew
    QVERIFY(running.stage(json, good).has_value());
}

void TestRefShelf::moreThanAnnouncedIsDropped()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    const auto manifest = running.receive(release(1, m_one));
    const RefFile file = running.missing(*manifest).first();
    QCOMPARE(running.add(file, QByteArray(1024, 'x')).error().code, FaultCode::SignatureBad);
    QCOMPARE(running.received(file), 0);
}

void TestRefShelf::aReleaseThatFailsItsCheckIsRefusedForGood()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    QVERIFY(running.switchToStaged().has_value());
    QVERIFY(!running.begin().isEmpty());
    QVERIFY(running.prove().has_value());
    const QByteArray json = release(2, m_two);
    bring(running, json, m_two);
    QString looked;
    const Done done = running.stage(json, [&looked](const QString &folder) -> Done {
        looked = folder;
        return contentOf(folder).size() == 3 ? Done(fail(FaultCode::FileInvalid, "a defect")) : Done();
    });
    QCOMPARE(done.error().detail, std::string("a defect"));
    QVERIFY(!QFileInfo::exists(looked));
    QCOMPARE(running.state().refused, QVector<RefShelf::Refused>({{2, QStringLiteral("check")}}));
    QCOMPARE(running.state().current, 1);
    QCOMPARE(running.receive(json).error().code, FaultCode::StoreDuplicate);
    QCOMPARE(contentOf(running.begin()), m_one);
    stageOf(running, 3, m_two);
}

void TestRefShelf::aDiskThatFailsRefusesNothing()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    const QByteArray json = release(1, m_one);
    bring(running, json, m_one);
    const Done done = running.stage(json, [](const QString &) -> Done { return fail(FaultCode::StoreFull); });
    QCOMPARE(done.error().code, FaultCode::StoreFull);
    QCOMPARE(running.state(), RefShelf::State());
    QVERIFY(running.stage(json, good).has_value());
}

void TestRefShelf::aReleaseThatDoesNotLoadIsTakenBack()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    QVERIFY(running.switchToStaged().has_value());
    QCOMPARE(contentOf(running.begin()), m_one);
    QVERIFY(running.prove().has_value());
    stageOf(running, 2, m_two);
    QVERIFY(running.switchToStaged().has_value());
    QCOMPARE(contentOf(running.begin()), m_two);
    running.rollBack(QStringLiteral("load"));
    QCOMPARE(contentOf(running.begin()), m_one);
    RefShelf again = shelf();
    QVERIFY(again.open().has_value());
    QCOMPARE(contentOf(again.begin()), m_one);
    QCOMPARE(again.state().refused, QVector<RefShelf::Refused>({{2, QStringLiteral("load")}}));
    QCOMPARE(again.receive(release(2, m_two)).error().code, FaultCode::StoreDuplicate);
    again.rollBack(QStringLiteral("load"));
    QCOMPARE(again.begin(), QString());
}

void TestRefShelf::aReleaseTheProgramEndsWithIsTakenBack()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    QVERIFY(running.switchToStaged().has_value());
    for (int start = 0; start < RefShelf::kMostTries; ++start) {
        RefShelf again = shelf();
        QVERIFY(again.open().has_value());
        QCOMPARE(contentOf(again.begin()), m_one);  // and then the program ends
    }
    RefShelf last = shelf();
    QVERIFY(last.open().has_value());
    QCOMPARE(last.begin(), QString());
    QCOMPARE(last.state().refused, QVector<RefShelf::Refused>({{1, QStringLiteral("ended-early")}}));
}

void TestRefShelf::aDamagedReleaseIsTakenBack_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("act");
    QTest::newRow("a byte") << "versions/2/vacancies/more.json"
                            << "spoil";
    QTest::newRow("a file gone") << "versions/2/vacancies/more.json"
                                 << "remove";
    QTest::newRow("a file more") << "versions/2/vacancies/other.json"
                                 << "create";
    QTest::newRow("the manifest") << "versions/2/manifest.json"
                                  << "spoil";
    QTest::newRow("no manifest") << "versions/2/manifest.json"
                                 << "remove";
    QTest::newRow("another release's") << "versions/2/manifest.json"
                                       << "older";
}

void TestRefShelf::aDamagedReleaseIsTakenBack()
{
    QFETCH(QString, file);
    QFETCH(QString, act);
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    QVERIFY(running.switchToStaged().has_value());
    QVERIFY(running.prove().has_value());
    Content more = m_one;
    more.insert(QStringLiteral("vacancies/more.json"), "{\"more\":1}");
    stageOf(running, 2, more);
    QVERIFY(running.switchToStaged().has_value());
    QVERIFY(running.prove().has_value());
    const QString path = m_dir->filePath(file);
    if (act == QLatin1String("spoil")) {
        spoil(path);
    } else {
        QFile::remove(path);
        QFile made(path);
        if (act == QLatin1String("create")) {
            QVERIFY(made.open(QIODevice::WriteOnly));
        } else if (act == QLatin1String("older")) {
            QVERIFY(QFile::copy(inDir("versions/1/manifest.json"), path));
        }
    }
    RefShelf again = shelf();
    QVERIFY(again.open().has_value());
    QCOMPARE(contentOf(again.begin()), m_one);
    QCOMPARE(again.state().refused, QVector<RefShelf::Refused>({{2, QStringLiteral("damaged")}}));
}

void TestRefShelf::noSwitchFromAReleaseThatIsNotProven()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    stageOf(running, 1, m_one);
    QVERIFY(running.switchToStaged().has_value());
    stageOf(running, 2, m_two);
    QCOMPARE(running.switchToStaged().error().code, FaultCode::StoreNotFound);
    QVERIFY(running.prove().has_value());
    QVERIFY(running.switchToStaged().has_value());
}

void TestRefShelf::anotherCentreBeginsAnew()
{
    {
        RefShelf running = shelf();
        QVERIFY(running.open().has_value());
        stageOf(running, 50, m_one);
        QVERIFY(running.switchToStaged().has_value());
    }
    m_centre = Signer::generate();
    RefShelf other = shelf();
    QVERIFY(other.open().has_value());
    QCOMPARE(other.begin(), QString());
    stageOf(other, 3, m_two);
    QVERIFY(other.switchToStaged().has_value());
    QCOMPARE(contentOf(other.begin()), m_two);
}

void TestRefShelf::aLostStateIsFoundAgain()
{
    {
        RefShelf running = shelf();
        QVERIFY(running.open().has_value());
        stageOf(running, 1, m_one);
        QVERIFY(running.switchToStaged().has_value());
        QVERIFY(running.prove().has_value());
        stageOf(running, 2, m_two);
    }
    spoil(inDir("state.json"));
    RefShelf again = shelf();
    QVERIFY(again.open().has_value());
    QCOMPARE(again.begin(), QString());
    QCOMPARE(again.state().staged, 2);
    QCOMPARE(again.receive(release(2, m_one)).error().code, FaultCode::StoreDuplicate);
    QVERIFY(again.switchToStaged().has_value());
    QCOMPARE(contentOf(again.begin()), m_two);
}

void TestRefShelf::oldReleasesGo()
{
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    for (qint64 number = 1; number <= 5; ++number) {
        stageOf(running, number, {{QStringLiteral("vacancies/all.json"), QByteArray::number(number)}});
        QVERIFY(running.switchToStaged().has_value());
        QVERIFY(running.prove().has_value());
    }
    RefShelf again = shelf();
    QVERIFY(again.open().has_value());
    QCOMPARE(QDir(inDir("versions")).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name),
             QStringList({QStringLiteral("4"), QStringLiteral("5")}));
    QCOMPARE(QDir(inDir("objects")).entryList(QDir::Files).size(), 2);
}

void TestRefShelf::aFileGoesOnAfterARestart()
{
    const QByteArray json = release(1, m_one);
    RefFile file;
    {
        RefShelf running = shelf();
        QVERIFY(running.open().has_value());
        file = running.missing(*running.receive(json)).first();
        QVERIFY(running.add(file, m_one.value(file.path).left(4)).has_value());
    }
    RefShelf again = shelf();
    QVERIFY(again.open().has_value());
    QCOMPARE(again.received(file), 4);
    QVERIFY(again.add(file, m_one.value(file.path).mid(4)).has_value());
    QCOMPARE(again.missing(*again.receive(json)).size(), 1);
}

// What a power cut may leave: each step done or not done, files that were under way cut short.
void TestRefShelf::anyCutLeavesOneWholeRelease()
{
    {
        RefShelf running = shelf();
        QVERIFY(running.open().has_value());
        stageOf(running, 1, m_one);
        QVERIFY(running.switchToStaged().has_value());
        QVERIFY(running.prove().has_value());
    }
    const auto holds = [this](const Content &expected, qint64 staged) {
        RefShelf after = shelf();
        QVERIFY(after.open().has_value());
        QCOMPARE(contentOf(after.begin()), expected);
        QCOMPARE(after.state().staged, staged);
    };
    const QByteArray json = release(2, m_two);
    const auto half = [](const QString &path, const QByteArray &bytes) {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    };
    half(m_dir->filePath(QStringLiteral("objects/") + sha256Hex(m_two.first()) + QStringLiteral(".part")), "{\"t");
    holds(m_one, 0);
    half(inDir("versions/2.new/catalogue/dictionary.json"), "{\"tw");  // building
    holds(m_one, 0);
    QVERIFY(!QFileInfo::exists(inDir("versions/2.new")));
    half(inDir("versions/2/catalogue/dictionary.json"), "{\"two\":2}");  // renamed, and no word of it in the state
    holds(m_one, 0);
    QVERIFY(!QFileInfo::exists(inDir("versions/2")));
    half(inDir("state.json.tmp"), "{\"current\":2");  // the switch itself
    holds(m_one, 0);
    RefShelf running = shelf();
    QVERIFY(running.open().has_value());
    bring(running, json, m_two);
    holds(m_one, 0);
    QVERIFY(running.stage(json, good).has_value());
    holds(m_one, 2);
    QVERIFY(running.switchToStaged().has_value());
    holds(m_two, 0);
}

// The next release from its manifest to the switch; false when something could not be done.
bool TestRefShelf::takeNext(RefShelf &running) const
{
    const qint64 number = running.state().highest + 1;
    const Content content{{QStringLiteral("vacancies/a.json"), QByteArray::number(number)},
                          {QStringLiteral("vacancies/b.json"), QByteArray::number(number) + "b"}};
    const QByteArray json = release(number, content);
    const auto manifest = running.receive(json);
    bool fine = manifest.has_value();
    for (const RefFile &file : manifest ? running.missing(*manifest) : QVector<RefFile>()) {
        fine = fine && running.add(file, content.value(file.path).mid(running.received(file))).has_value();
    }
    return fine && running.stage(json, good) && running.switchToStaged() && running.prove();
}

// A program that stages and switches without end, killed at some moment, many times.
void TestRefShelf::killedAtAnyMomentLeavesOneWholeRelease()
{
    bool set = false;
    const double scale = qEnvironmentVariable("HALL_TEST_SCALE").toDouble(&set);
    const int rounds = std::max(10, static_cast<int>(1000 * (set ? scale : 0.02)));
    std::srand(20261126);
    // How long one takes depends on the disk, and on who else uses it.
    RefShelf first = shelf();
    QVERIFY(first.open().has_value());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(takeNext(first) && takeNext(first));
    const int twice = static_cast<int>(timer.nsecsElapsed() / 1000);
    qint64 newest = first.state().current;
    int switched = 0;
    for (int round = 0; round < rounds; ++round) {
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            RefShelf running = shelf();
            bool fine = running.open().has_value();
            (void)running.begin();
            fine = fine && running.prove().has_value();
            while (fine) {
                fine = takeNext(running);
            }
            _exit(1);
        }
        usleep(static_cast<useconds_t>(std::rand() % (2 * twice)));
        int status = 0;
        QCOMPARE(waitpid(child, &status, WNOHANG), 0);  // it still works
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        RefShelf after = shelf();
        QVERIFY(after.open().has_value());
        const Content content = contentOf(after.begin());
        QVERIFY(after.prove().has_value());
        const qint64 current = after.state().current;
        QVERIFY(after.state().refused.isEmpty());
        QVERIFY(current >= newest);
        if (current > 0) {
            QCOMPARE(content.value(QStringLiteral("vacancies/a.json")), QByteArray::number(current));
            QCOMPARE(content.value(QStringLiteral("vacancies/b.json")), QByteArray::number(current) + "b");
            QCOMPARE(content.size(), 2);
        }
        switched += current > newest ? 1 : 0;
        newest = current;
    }
    qInfo("%d kills, a newer release in force after %d of them, %lld switches in all", rounds, switched, newest);
    QVERIFY(switched > 0);
}

QTEST_GUILESS_MAIN(TestRefShelf)
#include "tst_refshelf.moc"
