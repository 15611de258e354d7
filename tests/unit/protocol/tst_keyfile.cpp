// SPDX-License-Identifier: GPL-3.0-or-later
// Files of keys, with the credential that systemd gives a service and without it. Where systemd-creds is there and
// works, the credential is one that it made.
#include "app/protocol/digest.h"
#include "app/protocol/keyfile.h"
#include "app/protocol/secretfile.h"
#include "app/protocol/signer.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

class TestKeyFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { qunsetenv("CREDENTIALS_DIRECTORY"); }
    void plainWithoutACredential();
    void encryptedWithOne();
    void aPlainFileIsBroughtForward();
    void withoutTheCredentialItDoesNotOpen();
    void changedOrSwapped();
    void aBadCredentialWritesNothing_data();
    void aBadCredentialWritesNothing();
    void theOneThatSystemdKeeps();

private:
    void giveCredential(const QByteArray &content);
    QByteArray onDisk(const QString &path) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
    const QByteArray m_secret = QByteArray(64, '7');
};

void TestKeyFile::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = m_dir->filePath(QStringLiteral("keys/sign.key"));
}

void TestKeyFile::giveCredential(const QByteArray &content)
{
    QDir(m_dir->path()).mkpath(QStringLiteral("credentials"));
    QFile file(m_dir->filePath(QStringLiteral("credentials/hall-keys")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    qputenv("CREDENTIALS_DIRECTORY", m_dir->filePath(QStringLiteral("credentials")).toLocal8Bit());
}

QByteArray TestKeyFile::onDisk(const QString &path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestKeyFile::plainWithoutACredential()
{
    QVERIFY(!hasKeyCredential());
    QVERIFY(writeKeyFile(m_path, m_secret));
    QCOMPARE(onDisk(m_path), m_secret);
    QCOMPARE(QFile::permissions(m_path) & QFile::Permissions(0x077), QFile::Permissions());
    QCOMPARE(plainKeyFiles({m_path, m_path + u'x'}), QStringList{m_path});
    QVERIFY(shelterKeyFiles({m_path}));
    QCOMPARE(onDisk(m_path), m_secret);
}

void TestKeyFile::encryptedWithOne()
{
    giveCredential(randomBytes(32));
    QVERIFY(writeKeyFile(m_path, m_secret));
    QVERIFY(!onDisk(m_path).contains("7777"));
    QCOMPARE(QFile::permissions(m_path) & QFile::Permissions(0x077), QFile::Permissions());
    QVERIFY(plainKeyFiles({m_path}).isEmpty());
    QCOMPARE(*readSecretFile(m_path), m_secret);
    const QByteArray first = onDisk(m_path);
    QVERIFY(writeKeyFile(m_path, m_secret));
    QVERIFY(onDisk(m_path) != first);
    // What signs is kept so too.
    const Signer made = Signer::generate();
    QVERIFY(made.save(m_path));
    QVERIFY(plainKeyFiles({m_path}).isEmpty());
    QCOMPARE(Signer::load(m_path)->publicKey(), made.publicKey());
}

void TestKeyFile::aPlainFileIsBroughtForward()
{
    QVERIFY(writeKeyFile(m_path, m_secret));
    giveCredential(randomBytes(32).toHex() + '\n');
    QCOMPARE(*readSecretFile(m_path), m_secret);  // as it lies
    QVERIFY(shelterKeyFiles({m_path, m_path + u'x'}));
    QVERIFY(plainKeyFiles({m_path}).isEmpty());
    QCOMPARE(*readSecretFile(m_path), m_secret);
    const QByteArray file = onDisk(m_path);
    QVERIFY(shelterKeyFiles({m_path}));
    QCOMPARE(onDisk(m_path), file);  // once is enough
}

void TestKeyFile::withoutTheCredentialItDoesNotOpen()
{
    giveCredential(randomBytes(32));
    QVERIFY(writeKeyFile(m_path, m_secret));
    qunsetenv("CREDENTIALS_DIRECTORY");
    QCOMPARE(readSecretFile(m_path).error().code, FaultCode::KeyMissing);
    giveCredential(randomBytes(32));
    QCOMPARE(readSecretFile(m_path).error().code, FaultCode::KeyMissing);
}

void TestKeyFile::changedOrSwapped()
{
    giveCredential(randomBytes(32));
    QVERIFY(writeKeyFile(m_path, m_secret));
    const QByteArray file = onDisk(m_path);
    for (qsizetype i = 4; i < file.size(); ++i) {
        QByteArray changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY2(!unshelteredKey(m_path, changed), qPrintable(QString::number(i)));
        QVERIFY(!unshelteredKey(m_path, file.left(i)));
    }
    QVERIFY(!unshelteredKey(m_dir->filePath(QStringLiteral("keys/tag.key")), file));
    QVERIFY(unshelteredKey(m_path, file));
}

void TestKeyFile::aBadCredentialWritesNothing_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a byte short") << QByteArray(31, 'k');
    QTest::newRow("a byte long") << QByteArray(33, 'k');
    QTest::newRow("hex of another length") << QByteArray(62, 'a');
    QTest::newRow("no end") << QByteArray(4096, 'a');
}

void TestKeyFile::aBadCredentialWritesNothing()
{
    QFETCH(const QByteArray, content);
    giveCredential(content);
    QCOMPARE(writeKeyFile(m_path, m_secret).error().code, FaultCode::KeyMissing);
    QVERIFY(!QFile::exists(m_path));
}

void TestKeyFile::theOneThatSystemdKeeps()
{
    const QString sealed = m_dir->filePath(QStringLiteral("hall-keys.cred"));
    QProcess creds;
    creds.start(QStringLiteral("systemd-creds"), {QStringLiteral("encrypt"), QStringLiteral("--with-key=auto"),
                                                  QStringLiteral("--name=hall-keys"), QStringLiteral("-"), sealed});
    const bool started = creds.waitForStarted();
    creds.write(randomBytes(32));
    creds.closeWriteChannel();
    if (!started || !creds.waitForFinished() || creds.exitCode() != 0) {
        QSKIP("systemd-creds does not work here: root and version 250 or later are needed");
    }
    creds.start(QStringLiteral("systemd-creds"),
                {QStringLiteral("decrypt"), QStringLiteral("--name=hall-keys"), sealed, QStringLiteral("-")});
    QVERIFY(creds.waitForFinished() && creds.exitCode() == 0);
    giveCredential(creds.readAllStandardOutput());
    QVERIFY(writeKeyFile(m_path, m_secret));
    QCOMPARE(*readSecretFile(m_path), m_secret);
    QVERIFY(plainKeyFiles({m_path}).isEmpty());
    // Under another name it is another credential.
    creds.start(QStringLiteral("systemd-creds"),
                {QStringLiteral("decrypt"), QStringLiteral("--name=other"), sealed, QStringLiteral("-")});
    QVERIFY(creds.waitForFinished() && creds.exitCode() != 0);
}

QTEST_GUILESS_MAIN(TestKeyFile)
#include "tst_keyfile.moc"
