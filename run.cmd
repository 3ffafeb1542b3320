@echo off
rem Starts the program; sets up beforehand what it needs. The same as run, for Windows.
setlocal EnableExtensions DisableDelayedExpansion
call "%~dp0setup\start.cmd" run requirements.txt
if errorlevel 1 exit /b 1
if /i "%~1"=="--setup-only" exit /b 0
if /i "%~1"=="--bundle" goto bundle
"%VENV_PYTHON%" "%~dp0main.py" %*
exit /b %errorlevel%

:bundle
set "PYTHONPATH=%ROOT%"
"%VENV_PYTHON%" -P -m setup bundle "%~2"
exit /b %errorlevel%
