// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the catalogue, rules and facts, tables, receipts and configuration.
#include "tests/fuzz/seeds.h"

#include "app/domain/receiptdocument.h"
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall::fuzz {

using namespace hall::device;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources/");

}  // namespace

void catalogue()
{
    const char *const rules[] = {
        "age(:d1) >= 16 AND (:c1 <> '2' OR :b1)",
        ":m1 BETWEEN 100.00 AND 250.50 OR NOT has(:photo)",
        "within(:r1, '3702') AND :c2 NOT IN ('1', '3')",
        "months_between(:d1, today()) + 3 > :n1 - -2",
        ":d2 >= start_of_month(DATE '2026-03-01') AND days_between(:d1, :d2) <= 365",
        "(:t1 = '测''试' OR :t2 <> '') AND TRUE",
        ":n1 + 9223372036854775807 > :n2",
        ":t1 = '𠮷' AND ;",
    };
    for (std::size_t i = 0; i < std::size(rules); ++i) {
        seed(QStringLiteral("rules"), QStringLiteral("rule-%1").arg(i), rules[i]);
    }
    const char *const typed[] = {"2026/3/5",           "202603", "1 234.50", "138 0000 0001",
                                 "37020019900307006x", "true",   "张测试",   "370200",
                                 "２０２６-01-01",     "-1",     ""};
    for (std::size_t i = 0; i < std::size(typed); ++i) {
        seed(QStringLiteral("facts"), QStringLiteral("typed-%1").arg(i),
             first(0) + first(static_cast<int>(i * 5)) + typed[i]);
        seed(QStringLiteral("facts"), QStringLiteral("number-%1").arg(i), first(2) + typed[i]);
    }
    seed(QStringLiteral("facts"), QStringLiteral("short-number"), first(2) + "k7mx 4q2p-8t");
    seed(QStringLiteral("facts"), QStringLiteral("answer"),
         first(1) +
             R"({"cert_no":"37020019900307006X","name":"张测试","birth_date":"1990-03-07","mobile":"13800000001",)"
             R"("last_pay_month":"2026-02","education":"20","unknown":1,"sex":"1"})");
    const QString catalogue = QStringLiteral("catalogue");
    seed(catalogue, QStringLiteral("service-query"),
         first(0) + read(QStringLiteral("catalogue/services/emp-cert.json")));
    seed(catalogue, QStringLiteral("service-form"),
         first(0) + read(QStringLiteral("catalogue/services/flexible-registration.json")));
    seed(catalogue, QStringLiteral("codes"), first(2) + read(QStringLiteral("catalogue/codes/sex.json")));
    seed(catalogue, QStringLiteral("codes-days"),
         first(2) + read(QStringLiteral("catalogue/codes/graduate-destination.json")));
    seed(catalogue, QStringLiteral("events"), first(3) + read(QStringLiteral("catalogue/events.json")));
    seed(catalogue, QStringLiteral("messages"), first(4) + read(QStringLiteral("catalogue/messages.json")));
    seed(catalogue, QStringLiteral("policies"), first(7) + read(QStringLiteral("catalogue/policies/national.json")));
    seed(catalogue, QStringLiteral("chain"),
         first(5) + R"({"format":"hall-chain/1","id":"both","version":"1","title":{"zh":"甲","en":"A"},"summary":)"
                    R"({"zh":"甲","en":"A"},"who":{"zh":"甲","en":"A"},"event":"lost-job","applicant":"person",)"
                    R"("services":[{"id":"emp-cert"},{"id":"flexible-registration","after":["emp-cert"],)"
                    R"("onlyIf":":job_intent = '2'"}],"atomic":"all","basis":"assumed"})");
    seed(catalogue, QStringLiteral("needs"),
         first(8) + R"({"format":"hall-needs/1","version":"1","needs":[{"id":"a","service":"emp-cert","when":)"
                    R"(":job_end_recorded","why":{"zh":"甲","en":"A"},"basis":"assumed"},{"id":"b","service":)"
                    R"x("no-such","when":"has(:mobile)","why":{"zh":"乙","en":"B"},"basis":"law"}]})x");
    seed(catalogue, QStringLiteral("region"),
         first(9) +
             R"({"format":"hall-region/1","id":"3702","version":"1","title":{"zh":"甲","en":"A"},"routes":{"person":)"
             R"(["residence_region"]},"codes":{"sex":{"basis":"assumed","map":{"1":"M"}}},"calendar":)"
             R"([{"year":2026,"basis":"assumed","off":["2026-03-02"],"makeUp":[]}],"agencies":)"
             R"([{"district":"370202","name":{"zh":"甲","en":"A"},"basis":"assumed"}]})");
    seed(catalogue, QStringLiteral("visit-once"),
         first(6) + R"({"format":"hall-visit-once/1","version":"1","basis":"assumed","items":[{"no":1,"title":)"
                    R"({"zh":"甲","en":"A"},"cases":[{"id":"a","title":{"zh":"甲","en":"A"},"service":"emp-cert",)"
                    R"("materials":{"before":4,"after":2,"basis":"law"},)"
                    R"("workdays":{"statutory":5,"promised":0,"basis":"assumed"}}]}]})");
    seed(QStringLiteral("table"), QStringLiteral("utf-8"),
         "证件号码,姓名,手机号码,灵活就业开始时间,月收入（元）\r\n370202199001010007,张测试,138 0000 "
         "0000,2026年3月5日,\"3,500.00\"\r\n");
    seed(QStringLiteral("table"), QStringLiteral("gb18030"),
         QByteArray::fromHex("d0d5c3fb2cb9a4d7ca0d0ad5c5b2e2cad42c333530300d0a"));
    seed(QStringLiteral("table"), QStringLiteral("utf-16"), QByteArray::fromHex("fffe0d5421004e002c0031000a00"));
    seed(QStringLiteral("table"), QStringLiteral("quotes"),
         "name;cert_no;lowincome_flag\n\"a;\"\"b\"\"\";3.70202E+17;是\n;;\n");
    seed(QStringLiteral("table"), QStringLiteral("tabs"), "name\tflex_start\n张测试\t2026/3/5\n");
    // The dictionary is too long to mutate; two of its fields will do.
    QJsonObject dictionary = QJsonDocument::fromJson(read(QStringLiteral("catalogue/dictionary.json"))).object();
    const QJsonObject fields = dictionary.value(QLatin1String("fields")).toObject();
    QJsonObject few;
    for (const char *id : {"cert_no", "birth_date", "mobile"}) {
        if (fields.contains(QLatin1String(id))) {
            few.insert(QLatin1String(id), fields.value(QLatin1String(id)));
        }
    }
    dictionary.insert(QLatin1String("fields"), few);
    const QByteArray twoFields = QJsonDocument(dictionary).toJson(QJsonDocument::Compact);
    seed(catalogue, QStringLiteral("dictionary"), first(1) + twoFields);
    seed(catalogue, QStringLiteral("dictionary-file"), first(10) + twoFields);
}

// A service of the catalogue, shared out between a template and its own file, under the texts of two packs.
void joinedService()
{
    const QString joined = QStringLiteral("joined");
    const auto object = [](const char *json) { return QJsonDocument::fromJson(json).object(); };
    QJsonObject whole =
        QJsonDocument::fromJson(read(QStringLiteral("catalogue/services/emp-cert-replacement.json"))).object();
    whole.insert(QStringLiteral("suggest"), QJsonArray());
    whole.insert(QStringLiteral("id"), QStringLiteral("s"));
    QJsonObject own{{QStringLiteral("template"), QStringLiteral("t")}};
    QJsonObject shared = whole;
    for (const char *member : {"id", "title", "summary", "who", "eligibility", "time"}) {
        own.insert(QLatin1String(member), shared.take(QLatin1String(member)));
    }
    QJsonObject province = object(R"({"format":"hall-region/1","id":"37","version":"1","title":{"zh":"甲","en":"A"},)"
                                  R"("routes":{"person":["residence_region"],"s":["residence_region"]},)"
                                  R"("services":{"s":{"title":{"zh":"乙","en":"B"},"next":[{"zh":"丙","en":"C"}]}}})");
    QJsonObject city = object(R"({"format":"hall-region/1","id":"3702","version":"1","title":{"zh":"甲","en":"A"},)"
                              R"("services":{"s":{"title":{"zh":"丁","en":"D"}}},)"
                              R"("agencies":[{"district":"370202","name":{"zh":"甲","en":"A"},"basis":"assumed"}]})");
    const auto add = [&joined](const char *name, const QJsonObject &parts) {
        seed(joined, QLatin1String(name), QJsonDocument(parts).toJson(QJsonDocument::Compact));
    };
    const QString service = QStringLiteral("service");
    const QString base = QStringLiteral("template");
    add("whole", {{service, whole}});
    add("template", {{base, shared}, {service, own}});
    const QJsonObject four{
        {base, shared}, {service, own}, {QStringLiteral("province"), province}, {QStringLiteral("city"), city}};
    add("four", four);
    city.insert(QStringLiteral("colour"), 1);
    city.insert(QStringLiteral("routes"), object(R"({"party":["name"]})"));
    add("broken-city", {{service, whole}, {QStringLiteral("city"), city}});
    QJsonObject torn = four;
    torn.insert(base, QStringLiteral("{\"forms\": {"));
    add("torn-template", torn);
    own.insert(base, QStringLiteral("no-such"));
    add("no-template", {{service, own}, {base, shared}});
}

void documents()
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.rows = {{QStringLiteral("姓名"), QStringLiteral("张测试")}, {QStringLiteral("备注"), QString()}};
    document.notes = {QStringLiteral("请留意短信")};
    document.qr = QStringLiteral("https://hall.example/r/K7MX-4Q2P-8T");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    document.copy = 2;
    document.copyLabel = QStringLiteral("补打 第 2 次");
    seed(QStringLiteral("receipt"), QStringLiteral("document"), document.toJson());
    seed(QStringLiteral("receipt"), QStringLiteral("profile"), read(QStringLiteral("printers/generic-58mm.json")));
    const QString configuration = QStringLiteral("configuration");
    seed(configuration, QStringLiteral("kiosk"),
         first(0) + R"({"hall":"就业智慧大厅","kiosk":"hall-1","language":"en","printer":"tcp:127.0.0.1:9100"})");
    for (const QString &name : QDir(resources + QStringLiteral("profiles")).entryList(QDir::Files)) {
        seed(configuration, name.chopped(5), first(1) + read(QStringLiteral("profiles/") + name));
    }
    seed(configuration, QStringLiteral("arguments"), first(2) + "--demo\n--lang\nen\n--control=/tmp/x");
    seed(
        configuration, QStringLiteral("staff"),
        first(3) + R"({"v":1,"key":")" + QByteArray(64, 'a') + R"(","entries":[{"card_tag":")" + QByteArray(64, 'b') +
            R"(","role":"technician","name":"Seed","expires":"2027-06-30","pin":"$argon2id$v=19$m=65536,t=2,p=1$x"}]})");
}

}  // namespace hall::fuzz
