@echo off
rem Runs Maven on a JDK 25, wherever the two are: an installed Maven from 3.8 on, else the one pinned in .mvn\wrapper.
setlocal EnableExtensions DisableDelayedExpansion

set "WRAPPER=%~dp0.mvn\wrapper"
set "JDK="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%j in ('where javac 2^>nul') do call :try "%%~dpj.."
for /d %%d in (
  "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*"
  "%ProgramFiles%\Amazon Corretto\*" "%ProgramFiles%\BellSoft\*" "%ProgramFiles%\RedHat\*" "%ProgramFiles%\OpenJDK\*"
  "%LOCALAPPDATA%\Programs\Eclipse Adoptium\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\.sdkman\candidates\java\*"
) do call :try "%%~d"
if not defined JDK (
  echo Merkato needs a JDK 25: none was found at JAVA_HOME, on the PATH or in the usual places; install one or point JAVA_HOME at it. 1>&2
  exit /b 1
)
set "JAVA_HOME=%JDK%"

set "MAVEN="
for /f "tokens=3" %%v in ('mvn --version 2^>nul ^| findstr /c:"Apache Maven 3."') do (
  for /f "tokens=2 delims=." %%m in ("%%v") do if %%m geq 8 set "MAVEN=mvn"
)
if defined MAVEN goto run

for /f "usebackq tokens=1,2 delims==" %%a in ("%WRAPPER%\maven-wrapper.properties") do if "%%a"=="distributionSha256Sum" set "SUM=%%b"
set "DISTS=%MAVEN_USER_HOME%"
if not defined DISTS set "DISTS=%USERPROFILE%\.m2"
set "MAVEN_DIR=%DISTS%\wrapper\dists\apache-maven\%SUM:~0,12%"
if not exist "%MAVEN_DIR%\bin\mvn.cmd" (
  "%JAVA_HOME%\bin\java.exe" "%WRAPPER%\MavenDownload.java" "%WRAPPER%\maven-wrapper.properties" "%MAVEN_DIR%" || exit /b 1
)
set "MAVEN=%MAVEN_DIR%\bin\mvn.cmd"

:run
call "%MAVEN%" %*
exit /b %ERRORLEVEL%

:try
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /r /c:"^JAVA_VERSION=.25[^0-9]" "%~1\release" >nul 2>&1
if not errorlevel 1 set "JDK=%~f1"
exit /b 0
