# SPDX-License-Identifier: GPL-3.0-or-later
# How a room (one static library per folder) is declared, and the check that no room reaches where it must not.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_compile_options(-pthread)  # in all of them alike, or they could not share precompiled headers
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
# Module folders mirror their URIs, so that qmllint finds sibling modules (Qt 6.4).
set(QT_QML_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml)
set(QT_QML_GENERATE_QMLLS_INI OFF)

find_package(Qt6 6.4.2 REQUIRED COMPONENTS Core Gui Network Qml Quick QuickControls2 Sql Multimedia
    LinguistTools Test QuickTest)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc imgcodecs)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(pcsclite REQUIRED IMPORTED_TARGET libpcsclite)
pkg_check_modules(libusb REQUIRED IMPORTED_TARGET libusb-1.0)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(qpdf REQUIRED IMPORTED_TARGET libqpdf)
pkg_check_modules(zbar REQUIRED IMPORTED_TARGET zbar)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
find_package(valijson REQUIRED)
# By hand: its pkg-config file names the development files of libraries that it uses itself.
find_library(HALL_TESSERACT tesseract REQUIRED)
find_path(HALL_TESSERACT_INCLUDE tesseract/baseapi.h REQUIRED)
add_library(hall_tesseract INTERFACE IMPORTED)
# Reading says to its threads (GCC's OpenMP) that one is enough.
target_link_libraries(hall_tesseract INTERFACE ${HALL_TESSERACT} gomp)
target_include_directories(hall_tesseract SYSTEM INTERFACE ${HALL_TESSERACT_INCLUDE})
# Debian's libcups2-dev has no pkg-config file.
find_library(HALL_CUPS cups REQUIRED)
find_path(HALL_CUPS_INCLUDE cups/ipp.h REQUIRED)
add_library(hall_cups INTERFACE IMPORTED)
target_link_libraries(hall_cups INTERFACE ${HALL_CUPS})
target_include_directories(hall_cups SYSTEM INTERFACE ${HALL_CUPS_INCLUDE})

if(HALL_SANITIZE)
    add_compile_options(-Wno-maybe-uninitialized)  # reported inside std::regex and std::function there (GCC bug 105562)
endif()
if(HALL_SANITIZE STREQUAL "address")
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
elseif(HALL_SANITIZE STREQUAL "thread")
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
endif()
if(HALL_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "HALL_FUZZ needs clang++: libFuzzer is a part of it")
    endif()
    # Every library tells the fuzzer which way it went; libFuzzer's main() comes with hall_fuzz() alone.
    # A number of JSON is a double and may be beyond any integer; "undefined" leaves that conversion out.
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined,float-cast-overflow -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()

# Warnings as errors in our own code; never on generated QML cache sources, which do not hold to them.
function(hall_warnings target)
    if(HALL_FUZZ)
        return()  # the lists below are g++'s; what clang thinks of our style is tidy's business
    endif()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wswitch-enum -Wnon-virtual-dtor
        -Woverloaded-virtual -Wcast-align -Wunused -Wimplicit-fallthrough -Werror
        # g++ 12 reports these inside std::string and std::vector where there is nothing (GCC bugs 105329, 105651).
        -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endfunction()

# hall_room(NAME SOURCES… USES…): the static library of one room. Includes are written from the top of the tree
# ("app/domain/identity.h"), so that each line names the room it reaches into.
function(hall_room target)
    cmake_parse_arguments(R "QT" "" "SOURCES;USES" ${ARGN})
    add_library(${target} STATIC ${R_SOURCES})
    if(R_QT)
        set_target_properties(${target} PROPERTIES AUTOMOC ON)
        target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII)
    endif()
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${R_USES})
    hall_warnings(${target})
    if("opencv_core" IN_LIST R_USES)
        hall_precompiled(${target} vision)
    elseif(NOT R_USES MATCHES "Qt6::")
        hall_precompiled(${target} std)
    elseif(R_QT)
        hall_precompiled(${target} core)
    else()
        hall_precompiled(${target} plaincore)
    endif()
    set_property(GLOBAL APPEND PROPERTY HALL_ROOMS ${target})
endfunction()

# A test's own source is compiled once and run for seconds; what it tests is built as it is shipped.
function(hall_test_options target)
    if(CMAKE_BUILD_TYPE STREQUAL "Release")
        target_compile_options(${target} PRIVATE -O1)
    endif()
endfunction()

# hall_test(NAME SOURCES… USES… [LABELS…]): one Qt Test program, run without a display.
function(hall_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
    if(NOT T_LABELS)
        set(T_LABELS unit)
    endif()
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 120)
    endif()
    add_executable(${name} ${T_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS HALL_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        HALL_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
    target_link_libraries(${name} PRIVATE ${T_USES} Qt6::Test)
    hall_warnings(${name})
    hall_test_options(${name})
    hall_precompiled(${name} test)
    add_test(NAME ${name} COMMAND ${name})
    # Most of these work all the time; a visit, which takes one of ctest's places, waits for half of it and more.
    set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT} PROCESSORS 2
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;LC_ALL=C.UTF-8")
endfunction()

include(HallHeaders)
include(HallQml)
include(HallLayers)
