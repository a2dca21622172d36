@echo off
rem Runs the samples, after building them if a source is newer than the jar. Works from any folder.
setlocal

if /i "%~1"=="bench" (
    echo snowloop: bench runs on Linux only 1>&2
    exit /b 2
)

set "root=%~dp0"
set "root=%root:~0,-1%"
set "jar=%root%\samples\target\snowloop.jar"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
set "version="
for /f tokens^=2^ delims^=^" %%v in ('call "%java%" -fullversion 2^>^&1') do set "version=%%v"
set "number=0"
for /f "delims=.+-_" %%v in ("%version%") do set /a number=%%v 2>nul
if %number% lss 17 (
    echo snowloop: no JDK 17 or later found: install one, or set JAVA_HOME to it 1>&2
    exit /b 2
)

rem Leaves with 1 when there is no jar, or one that is older than a source.
powershell -NoProfile -Command "if (-not (Test-Path $env:jar)) { exit 1 }; $built = (Get-Item $env:jar).LastWriteTime; $sources = Get-ChildItem -Recurse -Path ($env:root + '\pom.xml'), ($env:root + '\.mvn'), ($env:root + '\*\pom.xml'), ($env:root + '\*\src\main'); if ($sources | Where-Object { $_.LastWriteTime -gt $built }) { exit 1 }"
if not errorlevel 1 goto run

echo building... 1>&2
set "log=%TEMP%\snowloop-build-%RANDOM%.log"
pushd "%root%"
call mvnw.cmd -q -B -ntp -pl samples -am package -Dmaven.test.skip=true -Denforcer.skip=true -Djacoco.skip=true >"%log%" 2>&1
set "built=%errorlevel%"
popd
if not "%built%"=="0" type "%log%" 1>&2
del "%log%"
if not "%built%"=="0" (
    echo snowloop: the build failed, see above 1>&2
    exit /b 2
)

:run
rem What the build has kept of the classes for this JVM. Where it doesn't fit the JVM goes without, and is not to talk of it.
set "archive=%root%\samples\target\snowloop-%version%"
set "share="
if exist "%archive%.jsa" set share=-XX:SharedArchiveFile="%archive%.jsa" -Xlog:cds*=off
if exist "%archive%.aot" set share=-XX:AOTCache="%archive%.aot" -Xlog:aot*=off
"%java%" %share% -Dsnowloop.home="%root%" -jar "%jar%" %*
exit /b %errorlevel%
