@echo off
rem Called by run.cmd and test.cmd: start.cmd run|dev LOCKFILE. ASCII only, see python-needed.txt.
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHONUTF8=1"
set "ROOT=%~dp0.."
set "VENV_PYTHON=%ROOT%\.venv\Scripts\python.exe"
if not exist "%VENV_PYTHON%" goto prepare
if exist "%ROOT%\.venv\incomplete" goto prepare
fc /b "%ROOT%\%~2" "%ROOT%\.venv\%~2" >nul 2>nul
if errorlevel 1 goto prepare
exit /b 0

:prepare
set "FIT=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
set "PYTHON="
for %%C in ("py -3.13" "py -3.12" "py -3.11" "python") do call :try %%~C
if defined PYTHON goto found
chcp 65001 >nul
type "%~dp0python-needed.txt"
exit /b 1

:try
if defined PYTHON exit /b 0
%* -c "%FIT%" >nul 2>nul
if errorlevel 1 exit /b 0
set "PYTHON=%*"
exit /b 0

:found
set "PYTHONPATH=%ROOT%"
%PYTHON% -P -m setup prepare %~1
set "RESULT=%errorlevel%"
set "PYTHONPATH="
exit /b %RESULT%
